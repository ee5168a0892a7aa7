"""Stories of accepting, signing and taking back, and the guards that are tried elsewhere."""

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
    "signing_off._taking_part: NotAllowed": f"{ACCEPTED} sign reviewer",
    "signing_off._standing_of: CannotSign": f"{BOTH} decline approver; decline outsider",
    "signing_off._decided: CannotSign": f"{BOTH} sign outsider",
    "taking_back.take_record_back: CannotTakeBack": f"{ACCEPTED} sign approver; take_back lead",
}
IN_TURN = f"{BOTH} sign outsider; sign approver; sign outsider; take_back reviewer; sign lead"
TAKEN_BACK = f"{ACCEPTED} take_back lead; save lead data.selection 0; submit lead; review reviewer"
ACCEPTED_AGAIN = f"{TAKEN_BACK}; conclude reviewer Known approver; seal lead; sign approver; start lead"
MORE_STORIES = (IN_TURN, ACCEPTED_AGAIN)

SIGNING_ELSEWHERE = {
    "signing_off.ask_sign_off: _check_proof()": "test_sign_off",
    "signing_off.ask_sign_off: _refuse()": "test_sign_off",
    "signing_off.decline_sign_off: _check_proof()": "test_sign_off",
    "signing_off.decline_sign_off: _refuse()": "test_sign_off",
    "signing_off.delegate_signing: CannotSign": "test_sign_off",
    "signing_off.delegate_signing: CannotSign 2": "test_sign_off",
    "signing_off.delegate_signing: _refuse_delegation()": "test_sign_off",
    "signing_off._decided: InvalidSignOff": "test_sign_off",
    "signing_off._refuse: InvalidSignOff": "test_sign_off",
    "signing_off._refuse_delegation: InvalidDelegation": "test_sign_off",
    "signing_off._taking_part: NotAllowed 2": "test_sign_off",
    "signing_off._taking_part: CannotSign": "test_sign_off",
    "signing_off._check_proof: CannotSign": "test_sign_off",
    "signing_off._check_proof: CannotSign 2": "test_sign_off",
    "taking_back._take_back: CannotTakeBack": "test_taking_back",
}
