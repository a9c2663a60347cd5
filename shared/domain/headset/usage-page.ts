// Apart from the schemas, so that the window need not load the schema library (which tries to compile code as it loads).

/** HID usage page "Telephony Devices", for a chooser's filter and for permissions. */
export const TELEPHONY_USAGE_PAGE = 0x0b;
