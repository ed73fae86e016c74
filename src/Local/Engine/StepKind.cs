namespace TenantTokens.Local.Engine;

/// <summary>What an orchestrator can ask for.</summary>
internal enum StepKind
{
    Activity,
    Timer,
    Child,
}
