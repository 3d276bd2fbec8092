/** The torch versions of which the fixtures hold a whole corpus. */
export const VERSIONS = ['2.8.0', '2.10.0', '2.13.0', '2.14.1', '2.15.0'] as const
