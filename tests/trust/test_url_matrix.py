"""Every address of the site, by every method, asked for by everybody: one table says who gets what.

A row is an address by its name, a method, the states of the thing that it is for (D drafted, S submitted,
R returned, C concluded, W withdrawn; none: all of them alike), and what each person gets at their own team.
HEAD is answered like GET; "others" are PUT, PATCH, DELETE and OPTIONS where they are answered alike; a
method without a row is 405 for everybody. "login" is a redirect to the sign-in page, 302 one to anywhere
else; an asterisk says that something was written. What is posted is whatever fits there
(addressing.POSTS), so that only permission and state can stand in its way.

To add an address: run this file, look hard at the rows that it prints, and put them in. A new key in an
address needs its line in addressing.OBJECTS, a post that is more than a click one in addressing.POSTS, and a
new kind of thing rows in company.py. What the other teams get follows from this table, in
test_url_matrix_foreign.py.
"""

from difflib import unified_diff

import pytest

from .asking import Asker
from .company import Company
from .matrix import Matrix, lines, written

TABLE = """
                                              nobody other  lead   respon second review approv pmo    leader admin  whole
account_login                  GET            200    302    302    302    302    302    302    302    302    302    302
account_login                  POST           200    302    302    302    302    302    302    302    302    302    302
account_login                  PUT            200    302    302    302    302    302    302    302    302    302    302
account_login                  PATCH          405    302    302    302    302    302    302    302    302    302    302
account_login                  DELETE         405    302    302    302    302    302    302    302    302    302    302
account_login                  OPTIONS        200    302    302    302    302    302    302    302    302    302    302
account_logout                 GET            302    200    200    200    200    200    200    200    200    200    200
account_logout                 POST           302    302    302    302    302    302    302    302    302    302    302
account_logout                 OPTIONS        200    200    200    200    200    200    200    200    200    200    200
account_inactive               GET            200    200    200    200    200    200    200    200    200    200    200
account_inactive               OPTIONS        200    200    200    200    200    200    200    200    200    200    200
account_change_password        GET            login  200    200    200    200    200    200    200    200    200    200
account_change_password        POST           login  200    200    200    200    200    200    200    200    200    200
account_change_password        PUT            login  200    200    200    200    200    200    200    200    200    200
account_change_password        PATCH          login  405    405    405    405    405    405    405    405    405    405
account_change_password        DELETE         login  405    405    405    405    405    405    405    405    405    405
account_change_password        OPTIONS        login  200    200    200    200    200    200    200    200    200    200
account_reset_password         GET            200    200    200    200    200    200    200    200    200    200    200
account_reset_password         POST           302    302    302    302    302    302    302    302    302    302    302
account_reset_password_done    GET            200    200    200    200    200    200    200    200    200    200    200
account_reset_password_done    OPTIONS        200    200    200    200    200    200    200    200    200    200    200
account_reset_password_from_keyGET            410    410    410    410    410    410    410    410    410    410    410
account_reset_password_from_keyPOST           410    410    410    410    410    410    410    410    410    410    410
account_reset_password_from_keyothers         410    410    410    410    410    410    410    410    410    410    410
account_reauthenticate         GET            login  200    200    200    200    200    200    200    200    200    200
account_reauthenticate         POST           login  200    200    200    200    200    200    200    200    200    200
account_reauthenticate         PUT            login  200    200    200    200    200    200    200    200    200    200
account_reauthenticate         PATCH          login  405    405    405    405    405    405    405    405    405    405
account_reauthenticate         DELETE         login  405    405    405    405    405    405    405    405    405    405
account_reauthenticate         OPTIONS        login  200    200    200    200    200    200    200    200    200    200
usersessions_list              GET            login  200    200    200    200    200    200    200    200    200    200
usersessions_list              POST           login  302    302    302    302    302    302    302    302    302    302
usersessions_end               POST           login  404    404    404    404    404    404    404    404    404    404
mfa_index                      GET            login  200    200    200    200    200    200    200    200    200    200
mfa_index                      POST           login  405    405    405    405    405    405    405    405    405    405
mfa_index                      PUT            login  405    405    405    405    405    405    405    405    405    405
mfa_index                      PATCH          login  405    405    405    405    405    405    405    405    405    405
mfa_index                      DELETE         login  405    405    405    405    405    405    405    405    405    405
mfa_index                      OPTIONS        login  200    200    200    200    200    200    200    200    200    200
mfa_authenticate               GET            302    302    302    302    302    302    302    302    302    302    302
mfa_authenticate               POST           302    302    302    302    302    302    302    302    302    302    302
mfa_authenticate               others         302    302    302    302    302    302    302    302    302    302    302
mfa_reauthenticate             GET            login  302    302    302    302    302    302    302    302    302    302
mfa_reauthenticate             POST           login  302    302    302    302    302    302    302    302    302    302
mfa_reauthenticate             others         login  302    302    302    302    302    302    302    302    302    302
mfa_activate_totp              GET            login  200    200    200    200    200    200    200    200    200    200
mfa_activate_totp              POST           login  200    200    200    200    200    200    200    200    200    200
mfa_activate_totp              PUT            login  200    200    200    200    200    200    200    200    200    200
mfa_activate_totp              PATCH          login  405    405    405    405    405    405    405    405    405    405
mfa_activate_totp              DELETE         login  405    405    405    405    405    405    405    405    405    405
mfa_activate_totp              OPTIONS        login  200    200    200    200    200    200    200    200    200    200
mfa_deactivate_totp            GET            login  404    404    404    404    404    404    404    404    404    404
mfa_deactivate_totp            POST           login  404    404    404    404    404    404    404    404    404    404
mfa_deactivate_totp            others         login  404    404    404    404    404    404    404    404    404    404
mfa_view_recovery_codes        GET            login  404    404    404    404    404    404    404    404    404    404
mfa_view_recovery_codes        POST           login  405    405    405    405    405    405    405    405    405    405
mfa_view_recovery_codes        PUT            login  405    405    405    405    405    405    405    405    405    405
mfa_view_recovery_codes        PATCH          login  405    405    405    405    405    405    405    405    405    405
mfa_view_recovery_codes        DELETE         login  405    405    405    405    405    405    405    405    405    405
mfa_view_recovery_codes        OPTIONS        login  200    200    200    200    200    200    200    200    200    200
mfa_generate_recovery_codes    GET            login  200    200    200    200    200    200    200    200    200    200
mfa_generate_recovery_codes    POST           login  200    200    200    200    200    200    200    200    200    200
mfa_generate_recovery_codes    PUT            login  200    200    200    200    200    200    200    200    200    200
mfa_generate_recovery_codes    PATCH          login  405    405    405    405    405    405    405    405    405    405
mfa_generate_recovery_codes    DELETE         login  405    405    405    405    405    405    405    405    405    405
mfa_generate_recovery_codes    OPTIONS        login  200    200    200    200    200    200    200    200    200    200
mfa_download_recovery_codes    GET            login  404    404    404    404    404    404    404    404    404    404
mfa_download_recovery_codes    POST           login  404    404    404    404    404    404    404    404    404    404
mfa_download_recovery_codes    others         login  404    404    404    404    404    404    404    404    404    404
mfa_list_webauthn              GET            login  200    200    200    200    200    200    200    200    200    200
mfa_list_webauthn              POST           login  405    405    405    405    405    405    405    405    405    405
mfa_list_webauthn              PUT            login  405    405    405    405    405    405    405    405    405    405
mfa_list_webauthn              PATCH          login  405    405    405    405    405    405    405    405    405    405
mfa_list_webauthn              DELETE         login  405    405    405    405    405    405    405    405    405    405
mfa_list_webauthn              OPTIONS        login  200    200    200    200    200    200    200    200    200    200
mfa_add_webauthn               GET            login  200    200    200    200    200    200    200    200    200    200
mfa_add_webauthn               POST           login  200    200    200    200    200    200    200    200    200    200
mfa_add_webauthn               PUT            login  200    200    200    200    200    200    200    200    200    200
mfa_add_webauthn               PATCH          login  405    405    405    405    405    405    405    405    405    405
mfa_add_webauthn               DELETE         login  405    405    405    405    405    405    405    405    405    405
mfa_add_webauthn               OPTIONS        login  200    200    200    200    200    200    200    200    200    200
mfa_login_webauthn             GET            302    302    302    302    302    302    302    302    302    302    302
mfa_login_webauthn             POST           302    302    302    302    302    302    302    302    302    302    302
mfa_login_webauthn             PUT            302    302    302    302    302    302    302    302    302    302    302
mfa_login_webauthn             PATCH          405    302    302    302    302    302    302    302    302    302    302
mfa_login_webauthn             DELETE         405    302    302    302    302    302    302    302    302    302    302
mfa_login_webauthn             OPTIONS        200    302    302    302    302    302    302    302    302    302    302
mfa_reauthenticate_webauthn    GET            login  302    302    302    302    302    302    302    302    302    302
mfa_reauthenticate_webauthn    POST           login  302    302    302    302    302    302    302    302    302    302
mfa_reauthenticate_webauthn    others         login  302    302    302    302    302    302    302    302    302    302
mfa_edit_webauthn              GET            login  404    404    404    404    404    404    404    404    404    404
mfa_edit_webauthn              POST           login  404    404    404    404    404    404    404    404    404    404
mfa_edit_webauthn              PUT            login  404    404    404    404    404    404    404    404    404    404
mfa_edit_webauthn              PATCH          login  405    405    405    405    405    405    405    405    405    405
mfa_edit_webauthn              DELETE         login  405    405    405    405    405    405    405    405    405    405
mfa_edit_webauthn              OPTIONS        login  200    200    200    200    200    200    200    200    200    200
mfa_remove_webauthn            GET            login  404    404    404    404    404    404    404    404    404    404
mfa_remove_webauthn            POST           login  404    404    404    404    404    404    404    404    404    404
mfa_remove_webauthn            PUT            login  405    405    405    405    405    405    405    405    405    405
mfa_remove_webauthn            PATCH          login  405    405    405    405    405    405    405    405    405    405
mfa_remove_webauthn            DELETE         login  404    404    404    404    404    404    404    404    404    404
mfa_remove_webauthn            OPTIONS        login  200    200    200    200    200    200    200    200    200    200
socialaccount_login_cancelled  GET            200    200    200    200    200    200    200    200    200    200    200
socialaccount_login_cancelled  OPTIONS        200    200    200    200    200    200    200    200    200    200    200
openid_connect_login           GET            404    404    404    404    404    404    404    404    404    404    404
openid_connect_login           POST           404    404    404    404    404    404    404    404    404    404    404
openid_connect_login           others         404    404    404    404    404    404    404    404    404    404    404
openid_connect_callback        GET            404    404    404    404    404    404    404    404    404    404    404
openid_connect_callback        POST           404    404    404    404    404    404    404    404    404    404    404
openid_connect_callback        others         404    404    404    404    404    404    404    404    404    404    404
verdict                        GET     DW     login  404    404    404    404    404    404    404    404    404    404
verdict                        GET     SR     login  404    200    200    404    200    200    200    404    404    404
verdict                        GET     C      login  404    200    200    404    200    200    200    200    404    404
conclude                       GET     D      login  404    302    403    404    403    403    404    404    404    404
conclude                       GET     S      login  404    200    403    404    403    403    403    404    404    404
conclude                       GET     RW     login  404    302    403    404    403    403    403    404    404    404
conclude                       GET     C      login  404    302    403    404    403    403    403    403    404    404
conclude                       POST    D      login  404    302    403    404    403    403    404    404    404    404
conclude                       POST    S      login  404    302*   403    404    403    403    403    404    404    404
conclude                       POST    RW     login  404    302    403    404    403    403    403    404    404    404
conclude                       POST    C      login  404    302    403    404    403    403    403    403    404    404
report_request                 POST    DSRW   login  404    404    404    404    404    404    404    404    404    404
report_request                 POST    C      login  404    302    403    404    302    302    302    403    404    404
case_file                      GET     D      login  404    200    200    404    200    200    404    404    404    404
case_file                      GET     SRW    login  404    200    200    404    200    200    200    404    404    404
case_file                      GET     C      login  404    200    200    404    200    200    200    200    404    404
report                         GET            login  404    200    200    404    200    200    200    200    404    404
report_status                  GET            login  404    200    200    404    200    200    200    200    404    404
report_download                GET     sealed login  404    200    200    404    200    200    200    200    404    404
report_download                GET     failed login  404    404    404    404    404    404    404    404    404    404
report_retry                   POST    sealed login  404    302    403    404    302    302    302    403    404    404
report_retry                   POST    failed login  404    302*   403    404    302*   302*   302*   403    404    404
portfolio                      GET            login  200    200    200    200    200    200    200    200    200    200
compare                        GET            login  200    200    200    200    200    200    200    200    200    200
style                          GET            200    200    200    200    200    200    200    200    200    200    200
home                           GET            200    302    302    302    302    302    302    302    302    302    302
quick_check                    GET            200    200    200    200    200    200    200    200    200    200    200
quick_check                    POST           422    422    422    422    422    422    422    422    422    422    422
my_work                        GET            login  200    200    200    200    200    200    200    200    200    200
project_list                   GET            login  200    200    200    200    200    200    200    200    200    200
project_create                 GET            login  200    200    200    200    200    200    200    403    403    403
project_create                 POST           login  302*   302*   302*   302*   302*   302*   302*   403    403    403
project_import                 GET            login  200    200    200    200    200    200    200    403    403    403
project_import                 POST           login  302*   302*   302*   302*   302*   302*   302*   403    403    403
project                        GET            login  404    200    200    200    200    200    200    200    200    200
round_import                   GET            login  404    200    403    403    403    403    403    403    404    404
round_import                   POST           login  404    302*   403    403    403    403    403    403    404    404
project_people                 GET            login  404    200    403    403    403    403    403    403    200    200
project_people                 POST           login  404    302*   403    403    403    403    403    403    302*   302*
member_change                  GET            login  404    200    403    403    403    403    403    403    200    200
member_change                  POST           login  404    302*   403    403    403    403    403    403    302*   302*
member_remove                  GET            login  404    200    403    403    403    403    403    403    200    200
member_remove                  POST           login  404    302*   403    403    403    403    403    403    302*   302*
invitation_withdraw            GET            login  404    200    403    403    403    403    403    403    200    200
invitation_withdraw            POST           login  404    302*   403    403    403    403    403    403    302*   302*
invitation                     GET            200    200    200    200    200    200    200    200    200    200    200
invitation                     POST           302*   403    403    403    403    403    403    403    403    403    403
mail_choice                    GET            login  200    200    200    200    200    200    200    200    200    200
mail_choice                    POST           login  302*   302*   302*   302*   302*   302*   302*   302*   302*   302*
own_sees                       GET            login  200    200    200    200    200    200    200    200    200    200
people                         GET            login  403    403    403    403    403    403    403    403    200    200
people_history                 GET            login  403    403    403    403    403    403    403    403    403    200
oversight_grant                GET            login  403    403    403    403    403    403    403    403    200    200
oversight_grant                POST           login  403    403    403    403    403    403    403    403    302*   302*
oversight_invitation_withdraw  GET            login  403    403    403    403    403    403    403    403    200    200
oversight_invitation_withdraw  POST           login  403    403    403    403    403    403    403    403    302*   302*
person_sees                    GET            login  403    403    403    403    403    403    403    403    200    200
person_deactivate              GET            login  403    403    403    403    403    403    403    403    200    200
person_deactivate              POST           login  403    403    403    403    403    403    403    403    302*   302*
person_reactivate              POST           login  403    403    403    403    403    403    403    403    302*   302*
oversight_take                 GET            login  403    403    403    403    403    403    403    403    200    200
oversight_take                 POST           login  403    403    403    403    403    403    403    403    302*   302*
organisation                   GET            login  403    403    403    403    403    403    403    403    200    200
parts                          GET            login  403    403    403    403    403    403    403    403    403    200
part_add                       GET            login  403    403    403    403    403    403    403    403    403    200
part_add                       POST           login  403    403    403    403    403    403    403    403    403    302*
part_rename                    GET            login  403    403    403    403    403    403    403    403    403    200
part_rename                    POST           login  403    403    403    403    403    403    403    403    403    302*
assessment_create              GET            login  404    200    403    403    403    403    403    403    404    404
assessment_create              POST           login  404    302*   403    403    403    403    403    403    404    404
assessment                     GET     D      login  404    200    200    200    200    200    404    404    404    404
assessment                     GET     SRW    login  404    200    200    200    200    200    200    404    404    404
assessment                     GET     C      login  404    200    200    200    200    200    200    200    404    404
claim                          GET     D      login  404    200    403    404    403    403    404    404    404    404
claim                          GET     SW     login  404    302    403    404    403    403    403    404    404    404
claim                          GET     R      login  404    200    403    404    403    403    403    404    404    404
claim                          GET     C      login  404    302    403    404    403    403    403    403    404    404
claim                          POST    D      login  404    302*   403    404    403    403    404    404    404    404
claim                          POST    SW     login  404    422    403    404    403    403    403    404    404    404
claim                          POST    R      login  404    302*   403    404    403    403    403    404    404    404
claim                          POST    C      login  404    422    403    404    403    403    403    403    404    404
section                        GET     D      login  404    200    200    200    302    302    404    404    404    404
section                        GET     SW     login  404    302    302    302    302    302    302    404    404    404
section                        GET     R      login  404    200    200    302    302    302    302    404    404    404
section                        GET     C      login  404    302    302    302    302    302    302    302    404    404
section                        POST    D      login  404    302*   302*   302*   403    403    404    404    404    404
section                        POST    SW     login  404    409    409    409    403    403    403    404    404    404
section                        POST    R      login  404    302*   302*   409    403    403    403    404    404    404
section                        POST    C      login  404    409    409    409    403    403    403    403    404    404
presence                       POST    D      login  404    200    200    404    403    403    404    404    404    404
presence                       POST    SRW    login  404    200    200    404    403    403    403    404    404    404
presence                       POST    C      login  404    200    200    404    403    403    403    403    404    404
answer_save                    POST    D      login  404    200*   200*   200*   409    409    404    404    404    404
answer_save                    POST    SW     login  404    409    409    409    409    409    409    404    404    404
answer_save                    POST    R      login  404    200*   200*   409    409    409    409    404    404    404
answer_save                    POST    C      login  404    409    409    409    409    409    409    409    404    404
agree_not_applicable           POST    D      login  404    302    403    404    302*   403    404    404    404    404
agree_not_applicable           POST    SR     login  404    302    403    404    302*   403    403    404    404    404
agree_not_applicable           POST    C      login  404    302    403    404    302    403    403    403    404    404
agree_not_applicable           POST    W      login  404    302    403    404    302    403    403    404    404    404
talk                           GET     D      login  404    200    200    404    200    200    404    404    404    404
talk                           GET     SRW    login  404    200    200    404    200    200    403    404    404    404
talk                           GET     C      login  404    200    200    404    200    200    403    403    404    404
talk                           POST    D      login  404    302*   302*   404    302*   302*   404    404    404    404
talk                           POST    SR     login  404    302*   302*   404    302*   302*   403    404    404    404
talk                           POST    C      login  404    422    422    404    422    422    403    403    404    404
talk                           POST    W      login  404    422    422    404    422    422    403    404    404    404
talk_resolve                   POST    D      login  404    302*   302*   404    302*   302*   404    404    404    404
talk_resolve                   POST    SR     login  404    302*   302*   404    302*   302*   403    404    404    404
talk_resolve                   POST    C      login  404    302    302    404    302    302    403    403    404    404
talk_resolve                   POST    W      login  404    302    302    404    302    302    403    404    404    404
talk_reopen                    POST    D      login  404    302*   302*   404    302*   302*   404    404    404    404
talk_reopen                    POST    SR     login  404    302*   302*   404    302*   302*   403    404    404    404
talk_reopen                    POST    C      login  404    302    302    404    302    302    403    403    404    404
talk_reopen                    POST    W      login  404    302    302    404    302    302    403    404    404    404
comment_change                 GET     D      login  404    200    302    404    302    302    404    404    404    404
comment_change                 GET     SR     login  404    200    302    404    302    302    403    404    404    404
comment_change                 GET     C      login  404    302    302    404    302    302    403    403    404    404
comment_change                 GET     W      login  404    302    302    404    302    302    403    404    404    404
comment_change                 POST    D      login  404    302*   302    404    302    302    404    404    404    404
comment_change                 POST    SR     login  404    302*   302    404    302    302    403    404    404    404
comment_change                 POST    C      login  404    302    302    404    302    302    403    403    404    404
comment_change                 POST    W      login  404    302    302    404    302    302    403    404    404    404
comment_withdraw               POST    D      login  404    302*   302    404    302    302    404    404    404    404
comment_withdraw               POST    SR     login  404    302*   302    404    302    302    403    404    404    404
comment_withdraw               POST    C      login  404    302    302    404    302    302    403    403    404    404
comment_withdraw               POST    W      login  404    302    302    404    302    302    403    404    404    404
assign                         GET     D      login  404    200    200    404    403    403    404    404    404    404
assign                         GET     SW     login  404    302    302    404    403    403    403    404    404    404
assign                         GET     R      login  404    200    200    404    403    403    403    404    404    404
assign                         GET     C      login  404    302    302    404    403    403    403    403    404    404
assign                         POST    D      login  404    302*   302*   404    403    403    404    404    404    404
assign                         POST    SW     login  404    302    302    404    403    403    403    404    404    404
assign                         POST    R      login  404    302*   302*   404    403    403    403    404    404    404
assign                         POST    C      login  404    302    302    404    403    403    403    403    404    404
assignment_end                 POST    D      login  404    302*   302*   404    302    302    404    404    404    404
assignment_end                 POST    SW     login  404    302    302    404    302    302    403    404    404    404
assignment_end                 POST    R      login  404    302*   302*   404    302    302    403    404    404    404
assignment_end                 POST    C      login  404    302    302    404    302    302    403    403    404    404
answer_evidence                GET     D      login  404    200    200    404    403    403    404    404    404    404
answer_evidence                GET     SRW    login  404    200    200    404    403    403    403    404    404    404
answer_evidence                GET     C      login  404    200    200    404    403    403    403    403    404    404
answer_evidence                POST    D      login  404    302*   302*   404    403    403    404    404    404    404
answer_evidence                POST    SW     login  404    409    409    404    403    403    403    404    404    404
answer_evidence                POST    R      login  404    302*   302*   404    403    403    403    404    404    404
answer_evidence                POST    C      login  404    409    409    404    403    403    403    403    404    404
answer_evidence_file           POST    D      login  404    302*   302*   404    403    403    404    404    404    404
answer_evidence_file           POST    SW     login  404    409    409    404    403    403    403    404    404    404
answer_evidence_file           POST    R      login  404    302*   302*   404    403    403    403    404    404    404
answer_evidence_file           POST    C      login  404    409    409    404    403    403    403    403    404    404
answer_evidence_remove         POST    D      login  404    302*   302*   404    403    403    404    404    404    404
answer_evidence_remove         POST    SW     login  404    302    302    404    403    403    403    404    404    404
answer_evidence_remove         POST    R      login  404    302*   302*   404    403    403    403    404    404    404
answer_evidence_remove         POST    C      login  404    302    302    404    403    403    403    403    404    404
evidence                       GET     D      login  404    200    200    404    200    200    404    404    404    404
evidence                       GET     SRW    login  404    200    200    404    200    200    200    404    404    404
evidence                       GET     C      login  404    200    200    404    200    200    200    200    404    404
evidence_item                  GET     D      login  404    200    200    404    200    200    404    404    404    404
evidence_item                  GET     SRW    login  404    200    200    404    200    200    200    404    404    404
evidence_item                  GET     C      login  404    200    200    404    200    200    200    200    404    404
evidence_item                  POST    D      login  404    302*   302*   404    403    403    404    404    404    404
evidence_item                  POST    SW     login  404    422    422    404    403    403    403    404    404    404
evidence_item                  POST    R      login  404    302*   302*   404    403    403    403    404    404    404
evidence_item                  POST    C      login  404    422    422    404    403    403    403    403    404    404
evidence_version               POST    D      login  404    302*   302*   404    403    403    404    404    404    404
evidence_version               POST    SW     login  404    422    422    404    403    403    403    404    404    404
evidence_version               POST    R      login  404    302*   302*   404    403    403    403    404    404    404
evidence_version               POST    C      login  404    422    422    404    403    403    403    403    404    404
evidence_discard               POST    D      login  404    302*   302*   404    403    403    404    404    404    404
evidence_discard               POST    SW     login  404    302    302    404    403    403    403    404    404    404
evidence_discard               POST    R      login  404    302*   302*   404    403    403    403    404    404    404
evidence_discard               POST    C      login  404    302    302    404    403    403    403    403    404    404
evidence_file                  GET     D      login  404    200    200    404    200    200    404    404    404    404
evidence_file                  GET     SRW    login  404    200    200    404    200    200    200    404    404    404
evidence_file                  GET     C      login  404    200    200    404    200    200    200    200    404    404
evidence_preview               GET     D      login  404    200    200    404    200    200    404    404    404    404
evidence_preview               GET     SRW    login  404    200    200    404    200    200    200    404    404    404
evidence_preview               GET     C      login  404    200    200    404    200    200    200    200    404    404
history                        GET     D      login  404    200    200    404    200    200    404    404    404    404
history                        GET     SRW    login  404    200    200    404    200    200    403    404    404    404
history                        GET     C      login  404    200    200    404    200    200    403    403    404    404
check_answers                  GET     D      login  404    200    200    200    200    200    404    404    404    404
check_answers                  GET     SRW    login  404    200    200    200    200    200    200    404    404    404
check_answers                  GET     C      login  404    200    200    200    200    200    200    200    404    404
sheet_download                 GET     D      login  404    200    200    404    200    200    404    404    404    404
sheet_download                 GET     SRW    login  404    200    200    404    200    200    200    404    404    404
sheet_download                 GET     C      login  404    200    200    404    200    200    200    200    404    404
sheet_upload                   GET     D      login  404    200    200    404    403    403    404    404    404    404
sheet_upload                   GET     SW     login  404    302    302    404    403    403    403    404    404    404
sheet_upload                   GET     R      login  404    200    200    404    403    403    403    404    404    404
sheet_upload                   GET     C      login  404    302    302    404    403    403    403    403    404    404
sheet_upload                   POST    D      login  404    422    422    404    403    403    404    404    404    404
sheet_upload                   POST    SW     login  404    302    302    404    403    403    403    404    404    404
sheet_upload                   POST    R      login  404    422    422    404    403    403    403    404    404    404
sheet_upload                   POST    C      login  404    302    302    404    403    403    403    403    404    404
sheet_confirm                  POST    D      login  404    302*   302*   404    403    403    404    404    404    404
sheet_confirm                  POST    SW     login  404    302    302    404    403    403    403    404    404    404
sheet_confirm                  POST    R      login  404    302*   302*   404    403    403    403    404    404    404
sheet_confirm                  POST    C      login  404    302    302    404    403    403    403    403    404    404
submit                         GET     D      login  404    200    403    404    403    403    404    404    404    404
submit                         GET     SW     login  404    302    302    404    302    302    302    404    404    404
submit                         GET     R      login  404    200    403    404    403    403    403    404    404    404
submit                         GET     C      login  404    302    302    404    302    302    302    302    404    404
submit                         POST    D      login  404    302*   403    404    403    403    404    404    404    404
submit                         POST    SW     login  404    302    302    404    302    302    302    404    404    404
submit                         POST    R      login  404    302*   403    404    403    403    403    404    404    404
submit                         POST    C      login  404    302    302    404    302    302    302    302    404    404
reopen                         GET     D      login  404    302    403    404    403    403    404    404    404    404
reopen                         GET     S      login  404    200    403    404    403    403    403    404    404    404
reopen                         GET     RW     login  404    302    403    404    403    403    403    404    404    404
reopen                         GET     C      login  404    302    403    404    403    403    403    403    404    404
reopen                         POST    D      login  404    422    403    404    403    403    404    404    404    404
reopen                         POST    S      login  404    302*   403    404    403    403    403    404    404    404
reopen                         POST    RW     login  404    422    403    404    403    403    403    404    404    404
reopen                         POST    C      login  404    422    403    404    403    403    403    403    404    404
withdraw                       GET     D      login  404    200    403    404    403    403    404    404    404    404
withdraw                       GET     SR     login  404    200    403    404    403    403    403    404    404    404
withdraw                       GET     C      login  404    302    403    404    403    403    403    403    404    404
withdraw                       GET     W      login  404    302    403    404    403    403    403    404    404    404
withdraw                       POST    D      login  404    302*   403    404    403    403    404    404    404    404
withdraw                       POST    SR     login  404    302*   403    404    403    403    403    404    404    404
withdraw                       POST    C      login  404    422    403    404    403    403    403    403    404    404
withdraw                       POST    W      login  404    422    403    404    403    403    403    404    404    404
remedy                         GET     D      login  404    404    404    404    404    404    404    404    404    404
remedy                         GET     SW     login  404    200    200    404    200    200    200    404    404    404
remedy                         GET     R      login  404    302    302    404    302    302    302    404    404    404
remedy                         GET     C      login  404    200    200    404    200    200    200    200    404    404
remedy                         POST    D      login  404    404    404    404    404    404    404    404    404    404
remedy                         POST    S      login  404    302*   403    404    403    403    403    404    404    404
remedy                         POST    R      login  404    302    302    404    302    302    302    404    404    404
remedy                         POST    C      login  404    422    403    404    403    403    403    403    404    404
remedy                         POST    W      login  404    422    403    404    403    403    403    404    404    404
acknowledgement_approve        POST    D      login  404    302    403    404    403    302    404    404    404    404
acknowledgement_approve        POST    S      login  404    302    403    404    403    302*   403    404    404    404
acknowledgement_approve        POST    RW     login  404    302    403    404    403    302    403    404    404    404
acknowledgement_approve        POST    C      login  404    302    403    404    403    302    403    403    404    404
second_opinion                 POST    D      login  404    404    404    302*   404    404    404    404    404    404
second_opinion                 POST    SRCW   login  404    404    404    302    404    404    404    404    404    404
disagreement                   GET     D      login  404    404    404    404    404    404    404    404    404    404
disagreement                   GET     SW     login  404    200    403    404    200    403    403    404    404    404
disagreement                   GET     R      login  404    302    302    404    302    302    302    404    404    404
disagreement                   GET     C      login  404    200    403    404    200    403    403    403    404    404
disagreement                   POST    D      login  404    404    404    404    404    404    404    404    404    404
disagreement                   POST    S      login  404    422    403    404    302*   403    403    404    404    404
disagreement                   POST    R      login  404    302    302    404    302    302    302    404    404    404
disagreement                   POST    C      login  404    422    403    404    422    403    403    403    404    404
disagreement                   POST    W      login  404    422    403    404    422    403    403    404    404    404
settle                         GET     D      login  404    404    404    404    404    404    404    404    404    404
settle                         GET     SW     login  404    200    403    404    200    403    403    404    404    404
settle                         GET     R      login  404    302    302    404    302    302    302    404    404    404
settle                         GET     C      login  404    200    403    404    200    403    403    403    404    404
settle                         POST    D      login  404    404    404    404    404    404    404    404    404    404
settle                         POST    S      login  404    422    403    404    302*   403    403    404    404    404
settle                         POST    R      login  404    302    302    404    302    302    302    404    404    404
settle                         POST    C      login  404    422    403    404    422    403    403    403    404    404
settle                         POST    W      login  404    422    403    404    422    403    403    404    404    404
"""  # noqa: E501 - a row is a line


def test_everybody_gets_what_the_table_says(company: Company, askers: dict[str, Asker]) -> None:
    matrix = Matrix(askers)

    found = [written("", "", "", tuple(askers)), *lines(matrix.table(company.teams["own"]))]

    if differing := "\n".join(unified_diff(TABLE.strip("\n").split("\n"), found, "written", "found", n=0)):
        pytest.fail(differing)
    assert not matrix.leaks
    assert matrix.cells >= 6900
