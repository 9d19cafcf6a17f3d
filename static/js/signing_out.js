// What this browser keeps for the person who was signed in goes when they sign out.

export function forgetOnSignOut(root) {
  root.addEventListener("submit", (event) => {
    if (!event.target.action?.includes("/account/logout/")) return;
    try {
      for (const key of Object.keys(localStorage)) {
        if (key.startsWith("answers:")) localStorage.removeItem(key);
      }
    } catch {
      // no storage, nothing kept
    }
  });
}
