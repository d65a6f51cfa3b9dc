/** The template holds something that the rehearsal cannot imitate; passing over it would make the rehearsal lie. */
export class TemplateError extends Error {
  override readonly name = "TemplateError";

  /**
   * @param where the place in the template, e.g. `Resources.Nightly.Properties.Target`
   * @param problem what stands there and what was expected
   */
  constructor(where: string, problem: string) {
    super(
      `The template cannot be deployed onto this machine: ${where}: ${problem} ` +
        "Leave it out of the stack, or teach local/aws/cloudformation what AWS makes of it.",
    );
  }
}
