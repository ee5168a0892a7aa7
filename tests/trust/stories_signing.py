"""Stories of accepting, signing and taking back, for test_guards."""

ACCEPTED = (
    "save lead data.selection 4; submit lead; review reviewer; conclude reviewer Known approver; seal lead; "
)
BOTH = (
    "add lead outsider approver; save lead data.selection 4; submit lead; review reviewer; "
    "conclude reviewer Known approver outsider; seal lead; "
)
NAMED_WRONGLY = "submit lead; review reviewer; conclude reviewer Known lead"

SIGNING_STORIES = {
    "concluding.conclude_assessment: _check_signatories()": NAMED_WRONGLY,
    "concluding._check_signatories: InvalidSignatories": NAMED_WRONGLY,
    "signing_off._taking_part: NotAllowed": f"add lead outsider approver; {ACCEPTED} sign outsider",
    "signing_off._standing_of: CannotSign": f"{BOTH} decline approver; decline outsider",
    "signing_off._decided: CannotSign": f"{BOTH} sign outsider",
    "taking_back.take_record_back: CannotTakeBack": f"{ACCEPTED} sign approver; take_back lead",
}
IN_TURN = f"{BOTH} sign outsider; sign approver; sign outsider; take_back reviewer; sign lead"
TAKEN_BACK = f"{ACCEPTED} take_back lead; save lead data.selection 0; submit lead; review reviewer"
ACCEPTED_AGAIN = f"{TAKEN_BACK}; conclude reviewer Known approver; seal lead; sign approver; start lead"
MORE_STORIES = (IN_TURN, ACCEPTED_AGAIN)
