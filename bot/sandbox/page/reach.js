// A room that scrolls takes the focus, so that the arrow keys scroll it; one that shows all it holds is no stop for the Tab key.

/** Watches the room and what is in it, for as long as the page is there. */
export function reachable(room) {
  const look = () => {
    const scrolls = /auto|scroll/.test(getComputedStyle(room).overflowY) && room.scrollHeight > room.clientHeight;
    if (scrolls) room.setAttribute("tabindex", "0");
    else room.removeAttribute("tabindex");
  };
  const sizes = new ResizeObserver(look);
  sizes.observe(room);
  for (const child of room.children) sizes.observe(child);
}
