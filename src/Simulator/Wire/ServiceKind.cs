namespace TenantTokens.Simulator.Wire;

/// <summary>The service that an endpoint belongs to. It decides which credential is required and how errors are reported.</summary>
internal enum ServiceKind
{
    Dynatrace,
    ResourceManager,
    KeyVault,
    Teams,
    Communication,
}
