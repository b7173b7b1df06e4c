/**
 * Thin wrappers of toolkit elements as lit templates. Each takes its value from outside and reports what the user
 * does; a value that is set by a render is never reported back.
 */
import { live } from 'lit-html/directives/live.js';
import { ref } from 'lit-html/directives/ref.js';
import { asShown, html, nothing, type TemplateResult } from './html';

export interface ControlOption {
  readonly value: string;
  readonly label: string;
  readonly detail?: string;
}

export interface ControlOptions {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  /** Read after the label by a screen reader: help and error. */
  readonly description: string;
  readonly invalid: boolean;
  readonly onChange: (value: string) => void;
}

interface ValueElement extends HTMLElement {
  value: string;
}

interface CheckElement extends HTMLElement {
  checked: boolean;
}

const valueOf = (event: Event): string => (event.currentTarget as ValueElement).value;

/** The label goes into the slot: `<label for>` doesn't name a toolkit text field. */
export function textField(
  options: ControlOptions & { readonly placeholder?: string; readonly maxLength?: number },
): TemplateResult {
  return html`<vscode-text-field
    id=${options.id}
    class="control"
    placeholder=${options.placeholder ?? nothing}
    aria-invalid=${options.invalid ? 'true' : 'false'}
    spellcheck="false"
    autocomplete="off"
    maxlength=${options.maxLength ?? nothing}
    ${ref(describe(options.description))}
    .value=${live(options.value)}
    @input=${(event: Event) => {
      options.onChange(valueOf(event));
    }}
    @change=${(event: Event) => {
      // Left with what was typed: blanks around it count for nothing, and are not shown any more.
      const field = event.currentTarget as ValueElement;
      if (field.value !== field.value.trim()) field.value = field.value.trim();
    }}
    >${options.label}</vscode-text-field
  >`;
}

export function dropdown(
  options: ControlOptions & { readonly options: readonly ControlOption[] },
): TemplateResult {
  // A dropdown drops a value that none of its options has, and its options register after the render.
  const keepValue = (element: Element | undefined): void => {
    if (element === undefined) return;
    const dropdownElement = element as ValueElement;
    requestAnimationFrame(() => {
      if (dropdownElement.value !== options.value) dropdownElement.value = options.value;
    });
  };
  return html`<label class="label" for=${options.id}>${options.label}</label>
    <vscode-dropdown
      id=${options.id}
      class="control"
      aria-label=${options.label}
      aria-description=${options.description}
      ${ref(keepValue)}
      @change=${(event: Event) => {
        const value = valueOf(event);
        if (value !== options.value) options.onChange(value);
      }}
      >${options.options.map(
        (option) =>
          html`<vscode-option value=${option.value} title=${option.detail ?? option.label}
            >${option.detail === undefined ? option.label : `${option.label} (${option.detail})`}</vscode-option
          >`,
      )}</vscode-dropdown
    >`;
}

export function radioGroup(
  options: ControlOptions & { readonly options: readonly ControlOption[] },
): TemplateResult {
  return html`<vscode-radio-group
    id=${options.id}
    orientation="vertical"
    aria-label=${options.label}
    aria-description=${options.description}
    .value=${live(options.value)}
    @change=${(event: Event) => {
      const value = (event.target as ValueElement).value;
      if (value !== options.value) options.onChange(value);
    }}
    ><span slot="label">${options.label}</span>${options.options.map(
      (option) =>
        html`<vscode-radio
          value=${option.value}
          aria-description=${option.detail ?? nothing}
          ${ref(nameAs(option.detail === undefined ? undefined : option.label))}
          >${option.label}${
            option.detail === undefined ? nothing : html`<span class="detail">${option.detail}</span>`
          }</vscode-radio
        >`,
    )}</vscode-radio-group
  >`;
}

export function checkbox(options: {
  readonly id: string;
  readonly label: unknown;
  /** What a screen reader says instead of the label's text. */
  readonly name?: string;
  readonly className?: string;
  readonly description: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
}): TemplateResult {
  return html`<vscode-checkbox
    id=${options.id}
    class=${options.className ?? nothing}
    ${ref(nameAs(options.name))}
    aria-description=${options.description === '' ? nothing : options.description}
    .checked=${live(options.checked)}
    @change=${(event: Event) => {
      const checked = (event.currentTarget as CheckElement).checked;
      if (checked !== options.checked) options.onChange(checked);
    }}
    >${options.label}</vscode-checkbox
  >`;
}

export function button(options: {
  readonly label: unknown;
  readonly appearance?: 'primary' | 'secondary';
  readonly id?: string;
  readonly disabled?: boolean;
  readonly name?: string;
  readonly onClick: () => void;
}): TemplateResult {
  return html`<vscode-button
    id=${options.id ?? nothing}
    appearance=${options.appearance ?? 'primary'}
    aria-label=${options.name ?? nothing}
    ?disabled=${options.disabled ?? false}
    @click=${options.onClick}
    >${options.label}</vscode-button
  >`;
}

/** The words next to it say what for. Not the toolkit's, which turns whatever is said of motion. */
export function progressRing(): TemplateResult {
  return html`<span class="ring" aria-hidden="true"></span>`;
}

export function badge(text: string): TemplateResult {
  return html`<vscode-badge>${text}</vscode-badge>`;
}

/** A toolkit checkbox or radio takes all of its text for its name when it enters the page; a shorter one has to come after. */
function nameAs(name: string | undefined): (element: Element | undefined) => void {
  return (element) => {
    if (element === undefined || name === undefined) return;
    requestAnimationFrame(() => {
      element.setAttribute('aria-label', asShown(name));
    });
  };
}

/** Help and error belong to the inner input, which the toolkit gives no way to describe from outside. */
function describe(description: string): (element: Element | undefined) => void {
  return (element) => {
    if (element === undefined) return;
    requestAnimationFrame(() => {
      element.shadowRoot?.querySelector('input')?.setAttribute('aria-description', asShown(description));
    });
  };
}
