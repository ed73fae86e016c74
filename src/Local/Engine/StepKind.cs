namespace TenantTokens.Local.Engine;

/// <summary>The kinds of steps that an orchestrator can request.</summary>
internal enum StepKind
{
    Activity,
    Timer,
    Child,
}
