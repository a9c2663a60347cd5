// Names come from outside: control characters and direction overrides are taken out, the rest is isolated by <bdi>.
const CONTROLS = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;

export const cleanName = (name: string): string => name.replace(CONTROLS, ' ').replace(/\s+/g, ' ').trim();
