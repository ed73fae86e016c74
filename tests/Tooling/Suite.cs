namespace TenantTokens.Tooling;

/// <summary>How much is run: the short form on a developer's machine, the long one (TENANT_TOKEN_SUITE=full) in CI.</summary>
public static class Suite
{
    /// <summary>Whether the long form was asked for.</summary>
    public static bool IsFull => Environment.GetEnvironmentVariable("TENANT_TOKEN_SUITE") == "full";
}
