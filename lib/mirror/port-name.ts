/** Every mirror port has this name, so that other ports never mistake theirs for it. */
export const portName = 'ringside-mirror';
