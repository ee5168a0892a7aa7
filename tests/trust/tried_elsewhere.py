"""Guards of the register of scope, and where each is tried: no story is told of them."""

SCOPE = {
    "scope.defer_case: _check_shape()": "test_actions_scope",
    "scope.defer_case: InvalidDeferredCase": "test_actions_scope",
    "scope.defer_case: InvalidDeferredCase 2": "test_actions_scope",
    "scope.defer_case: _check_day()": "test_actions_scope",
    "scope.defer_case: _check_sums()": "test_actions_scope",
    "scope.change_deferred_case: _check_shape()": "test_actions_scope",
    "scope.change_deferred_case: _check_version()": "test_actions_scope",
    "scope.change_deferred_case: InvalidDeferredCase": "test_actions_scope",
    "scope.change_deferred_case: _check_day()": "test_actions_scope",
    "scope.change_deferred_case: _check_sums()": "test_actions_scope",
    "scope.remove_deferred_case: _check_version()": "test_actions_scope",
    "scope._keeping_register: check_section()": "test_actions_scope",
    "scope._check_shape: _refuse()": "test_actions_scope",
    "scope._check_version: StaleDeferredCase": "test_actions_scope",
    "scope._check_day: _refuse()": "test_actions_scope",
    "scope._check_sums: _refuse()": "test_actions_scope",
    "scope._refuse: InvalidDeferredCase": "test_actions_scope",
}
