/** Ringside's own mark: a handset and what rings beside it. The same drawing as public/icon/icon.svg. */
function Mark() {
  return (
    <svg class="mark" viewBox="0 0 128 128" aria-hidden="true" focusable="false">
      <rect class="mark-ground" width="128" height="128" rx="30" />
      <path
        class="mark-phone"
        d="M22 31c0-5.5 4.5-10 10-10h9c5.5 0 10 4.5 10 10v12c0 4.7-3.2 8.3-7.6 9.3L41 53v22l2.4.7c4.4 1 7.6 4.6 7.6 9.3v12c0 5.5-4.5 10-10 10h-9c-5.5 0-10-4.5-10-10z"
      />
      <path class="mark-ring" d="M68 47a17 17 0 0 1 0 34" />
      <path class="mark-ring far" d="M68 25a39 39 0 0 1 0 78" />
    </svg>
  );
}

/** The mark with the name. */
export function Logo() {
  return (
    <span class="logo">
      <Mark />
      {'Ringside'}
    </span>
  );
}
