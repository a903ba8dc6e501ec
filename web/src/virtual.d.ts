declare module "virtual:land" {
  /** Address of the shapes of countries as TopoJSON. */
  const address: string;
  export default address;
}
