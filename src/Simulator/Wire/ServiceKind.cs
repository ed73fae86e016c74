namespace TenantTokens.Simulator.Wire;

/// <summary>Whose API an endpoint is, which decides how it asks for a credential and how it reports an error.</summary>
internal enum ServiceKind
{
    Dynatrace,
    ResourceManager,
    KeyVault,
    Teams,
    Communication,
}
