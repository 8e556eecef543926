// Whether the page stands on a phone.
export const narrow = matchMedia("screen and (max-width: 767px)");
