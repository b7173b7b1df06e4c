/** A button that posts a message. */
import type { TemplateResult } from '../../ui/html';
import { button } from '../../ui/controls';

export function action<M>(
  label: string,
  id: string,
  post: (message: M) => void,
  message: M,
  appearance: 'primary' | 'secondary' = 'secondary',
): TemplateResult {
  return button({
    label,
    id,
    appearance,
    onClick: () => {
      post(message);
    },
  });
}
