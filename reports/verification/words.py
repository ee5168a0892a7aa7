"""What a check has to say, in plain words."""

from .agreement import Misfit

NOT_A_REPORT = "This is not a report of Honest Pilot."
DAMAGED = "The file is damaged or cut short: it cannot be read to its end."
UNSEALED = "The seal is missing: nothing vouches for what stands here."
CHANGED = "The file was changed after it was sealed."
APPENDED = "Something was added to the file after it was sealed or signed: nothing covers it to its end."
NOT_SIGNING = "Something other than a signature was changed after it was sealed."
CUT = "The file was cut short: the timestamp that belongs to the signature in {name} is missing."
BROKEN_SEAL = "The seal or a signature is damaged: it is not as it was written."
WRONG_RULES = "The seal does not forbid later changes, as the seal of a report does."
NO_TIME = "No trustworthy timestamp says when the seal was set."
UNKNOWN = "It was sealed by an authority unknown here: {issuer}."
WRONG_KEY = "It was not sealed with a key for reports: {name}."
WRONG_FIELDS = "The signature fields are not those of a report: {names}."
NO_DATA = "The data that belongs to a report is not attached to it: {names}."
OTHER_DATA = "The attached record is not the one that the pages were made from."
DATA_DIFFERS = "The attached {name} is not the one in the attached record."
OTHER_KIND = "Record and seal disagree on whether this report is registered."

SIGNATURE_CHANGED = "The signature in {name} does not fit the file: one of them was changed."
SIGNATURE_UNKNOWN = "{name} was signed under an authority unknown here: {issuer}."
SIGNATURE_KEY = "{name} was not signed with an approver's key, but by {signer}."
SIGNATURE_TIME = "Nothing trustworthy proves when {name} was signed, and that the certificate was valid then."
NO_STATEMENT = "The signature in {name} does not state what was decided."
OTHER_SIGNER = "The certificate of the signature in {name} is in another name than its statement."
OTHER_SENTENCE = "What PDF readers show of the signature in {name} is not what was signed."
MISFITS = {
    Misfit.OUT_OF_ORDER: "{name} is not the decision maker's, and was signed before there was a decision.",
    Misfit.OTHER_ROLE: "The signature in {name} decides where it should countersign, or the other way round.",
    Misfit.OTHER_DECISION: "The signature in {name} is about another decision than the decision maker's.",
    Misfit.OTHER_RECORD: "The signature in {name} is about another record.",
    Misfit.OTHER_FILE: "The signature in {name} is about another file than the one that it stands in.",
    Misfit.SIGNED_TWICE: "{name} was signed by somebody who had already signed.",
}
