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
  const { known, refused } = place.dataset;
  place.textContent = event.detail.exception?.name === "InvalidStateError" ? known : refused;
}

document.addEventListener("allauth.error", complain);
document.addEventListener("DOMContentLoaded", () => document.querySelectorAll("[data-passkey]").forEach(start));
