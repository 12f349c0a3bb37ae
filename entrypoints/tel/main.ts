/**
 * Where the browser takes a clicked `tel:` link. Any page may open it (the browser wants that of a link's target), so all
 * it does is to go on to the phone, which none may open; and in a frame not even that.
 */
if (window.top === window) location.replace(`/popup.html${location.search}`);
