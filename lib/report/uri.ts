/** A path of a file as a URI: relative where the path is, else of scheme `file`. */
export function fileUri(path: string): string {
  const parts = path.replace(/\p{Cs}/gu, '\uFFFD').split(/[\\/]/);
  const uri = parts
    .filter((part, at) => part !== '.' && (part !== '' || at === 0))
    .map(encodeURIComponent)
    .join('/');
  if (/^[A-Za-z]:[\\/]/.test(path)) {
    return `file:///${uri.replace('%3A', ':')}`;
  }
  return uri.startsWith('/') ? `file://${uri}` : uri;
}

/** An address that a browser opens, in the letters of a URI; undefined for all other texts. */
export function webAddress(text: string): string | undefined {
  return /^https?:\/\//i.test(text) && URL.canParse(text) ? new URL(text).href : undefined;
}
