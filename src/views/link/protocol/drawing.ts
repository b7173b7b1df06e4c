/** What is drawn of a link's plan. */

export type PartId = 'registry' | 'endpoint' | 'registryNetwork' | 'zone' | 'clusterNetwork' | 'cluster';
export type WireId = 'access' | 'zoneGroup' | 'registryZoneLink' | 'clusterZoneLink' | 'peering' | 'role';

/** One thing in the drawing. Its state follows from its steps; without steps it exists already. */
export interface PartView {
  readonly name: string;
  readonly kind: string;
  readonly detail: string;
  readonly steps: readonly string[];
}

export type DrawingView = PairDrawingView | LanesDrawingView;

/** One cluster: everything has a box of its own. */
export interface PairDrawingView {
  /** `shared`: the endpoint is in the cluster's own network. */
  readonly topology: 'public' | 'peered' | 'shared';
  readonly parts: Readonly<Partial<Record<PartId, PartView>>>;
  readonly wires: Readonly<Partial<Record<WireId, PartView>>>;
}

/** Several clusters: what they share on one side, a lane for each on the other. */
export interface LanesDrawingView {
  readonly topology: 'lanes';
  readonly parts: Readonly<Partial<Record<PartId, PartView>>>;
  readonly wires: Readonly<Partial<Record<WireId, PartView>>>;
  readonly lanes: readonly LaneView[];
}

export interface LaneView {
  readonly title: string;
  readonly detail: string;
  /** Over the endpoint that is shared, over one of its own, or over the registry's public address. */
  readonly path: 'shared' | 'own' | 'public';
  /** What the lane consists of, each with a state; in the order in which they are to be read. */
  readonly items: readonly { readonly label: string; readonly steps: readonly string[] }[];
}
