// In a browser the phone page lives in a hidden frame of the same origin; on the desktop it is a window of its own.

/** Adds the frame unless the host is Electron or the phone page is opened as a page of its own (`?separate-phone`). @returns whether the phone is here */
export function openPhoneFrame(): boolean {
  if (window.frontdesk || new URLSearchParams(location.search).has('separate-phone')) return false;
  const frame = document.createElement('iframe');
  frame.src = '/phone/';
  frame.allow = 'microphone; speaker-selection; autoplay; hid';
  frame.title = 'Phone';
  frame.hidden = true;
  frame.tabIndex = -1;
  document.body.append(frame);
  return true;
}
