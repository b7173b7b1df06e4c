import type * as vscode from 'vscode';

/**
 * What the promise answers, or undefined once nobody waits for it any more or it is rejected: what appears while one
 * types has no place to tell a failure, and the tree tells the same one.
 */
export async function withinToken<T>(
  promise: Promise<T>,
  token: vscode.CancellationToken,
): Promise<T | undefined> {
  let subscription: vscode.Disposable | undefined;
  const cancelled = new Promise<undefined>((resolve) => {
    subscription = token.onCancellationRequested(() => {
      resolve(undefined);
    });
  });
  try {
    return await Promise.race([promise.catch(() => undefined), cancelled]);
  } finally {
    subscription?.dispose();
  }
}
