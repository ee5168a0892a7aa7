"""The rules of accepting, signing and taking back restated, in the domain's words like those of a round."""

from .round import Signing
from .rules import Rules


class SigningRules(Rules):
    """The same project, with what happens to a round once it was reviewed."""

    def conclude(self, who: str, reason: str = "All the same.", *signers: str) -> str | None:
        """The end, with a record, by whoever answered nothing; for a reason, since much is open.

        Approvers who answered nothing are named to sign, the first to decide.
        """
        now = self.round
        able = [one for one in signers if "approver" in self.roles_of(one) and not now.wrote(one)]
        if len({*able}) < len(signers):
            return "InvalidSignatories"
        if refused := self._refused("conclude", who):
            return refused
        if now.wrote(who):
            return "NotAllowed"
        if not reason:
            return "ReasonMissing"
        now.state, now.signing = "accepted", Signing(signers) if signers else None
        return None

    def seal(self, _who: str) -> str | None:
        """The report, sealed by a worker."""
        if self.round.signing:
            self.round.signing.sealed = True
        return None

    def sign(self, who: str) -> str | None:
        """A decision by the first, and by the others that they agree to it."""
        signing = self.round.signing
        if signing is None or who not in signing.signers:
            return "NotAllowed"
        if who in signing.said:
            return None
        if "declined" in signing.said.values() or (who != signing.signers[0] and not signing.said):
            return "CannotSign"
        signing.said[who] = "signed"
        return None

    def decline(self, who: str) -> str | None:
        """A refusal in writing, after which nobody signs."""
        signing = self.round.signing
        if signing is None or who not in signing.signers:
            return "NotAllowed"
        if who in signing.said:
            return None
        if "declined" in signing.said.values():
            return "CannotSign"
        signing.said[who] = "declined"
        return None

    def take_back(self, who: str, reason: str = "Count again.") -> str | None:
        """Back to the team, while nobody has signed."""
        now = self.round
        if now.signing and "signed" in now.signing.said.values():
            return "CannotTakeBack"
        if refused := self._refused("take_back", who):
            return refused
        if not reason:
            return "ReasonMissing"
        now.state, now.signing, now.taken_back = "returned", None, now.taken_back + 1
        return None
