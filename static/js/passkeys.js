// Joins allauth's passkey scripts to the page's buttons, and says so where the device refused.

function start(button) {
  const { passkey, ...ids } = button.dataset;
  window.allauth.webauthn.forms[passkey]({ ids });
}

function complain(event) {
  event.preventDefault();
  const place = document.querySelector("[data-passkey-trouble]");
  if (!place) return;
  place.hidden = false;
  place.textContent = event.detail.exception?.name === "InvalidStateError"
    ? "This device already has a passkey of yours here."
    : "The passkey was not used. Try again, or take another way. Passkeys need https, or the address http://localhost.";
}

document.addEventListener("allauth.error", complain);
document.addEventListener("DOMContentLoaded", () => document.querySelectorAll("[data-passkey]").forEach(start));
