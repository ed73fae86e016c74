namespace TenantTokens.Local.Tests.Engine;

/// <summary>What a script does.</summary>
internal enum ScriptKind
{
    Activity,
    Retry,
    Failure,
    Timer,
    Race,
    Child,
    Sequence,
    Parallel,
}
