// What this browser keeps of how somebody likes the page: a word under a name. Where storage is forbidden, nothing.

export function keep(name, value) {
  try {
    localStorage.setItem(name, value);
  } catch {
    // The choice lasts as long as the page.
  }
}

export function kept(name) {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}
