namespace TenantTokens.Tooling;

/// <summary>How much is run: the short form on a developer's machine, the long one (TENANT_TOKEN_SUITE=full) in CI.</summary>
public static class Suite
{
    /// <summary>Why a test is skipped that belongs to the long form.</summary>
    public const string LongForm = "The long form: TENANT_TOKEN_SUITE=full";

    /// <summary>Whether the long form was asked for.</summary>
    public static bool IsFull => Environment.GetEnvironmentVariable("TENANT_TOKEN_SUITE") == "full";
}
