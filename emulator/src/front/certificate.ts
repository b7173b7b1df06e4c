import { writeFileSync } from 'node:fs';

/** A server's key and certificate, as PEM. */
export interface ServerCertificate {
  readonly key: string;
  readonly cert: string;
}

const LIFETIME_DAYS = 30;

/**
 * Makes a certificate for loopback, signed by an authority that is made for it alone, and writes the authority's
 * certificate to `authorityFile`, for clients to trust. No key is ever written: the authority's is forgotten once it
 * has signed, so that nobody can sign another name with what a client trusts here.
 */
export async function makeCertificate(authorityFile: string): Promise<ServerCertificate> {
  // Loaded here, because emulators without TLS are the rule.
  const { generate } = await import('selfsigned');
  const shared = {
    keyType: 'ec',
    algorithm: 'sha256',
    // Clocks of containers and their hosts differ by moments.
    notBeforeDate: new Date(Date.now() - 60_000),
    notAfterDate: new Date(Date.now() + LIFETIME_DAYS * 86_400_000),
  } as const;
  const authority = await generate([{ name: 'commonName', value: 'Emulator of Azure Resource Manager' }], {
    ...shared,
    extensions: [
      { name: 'basicConstraints', cA: true, pathLenConstraint: 0, critical: true },
      { name: 'keyUsage', keyCertSign: true, critical: true },
    ],
  });
  const server = await generate([{ name: 'commonName', value: 'localhost' }], {
    ...shared,
    ca: { key: authority.private, cert: authority.cert },
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          { type: 7, ip: '127.0.0.1' },
          { type: 7, ip: '::1' },
        ],
      },
    ],
  });
  writeFileSync(authorityFile, authority.cert, { mode: 0o600 });
  return { key: server.private, cert: server.cert };
}
