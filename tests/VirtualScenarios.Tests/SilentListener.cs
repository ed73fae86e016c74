using TenantTokens.Simulation.World;

namespace TenantTokens.VirtualScenarios.Tests;

/// <summary>Nobody looks at what passes: these tests ask the world afterwards.</summary>
internal sealed class SilentListener : IWireListener
{
    public void Fated(string call, CallFate fate)
    {
    }

    public void Arriving(string call, HttpRequestMessage request, byte[] body)
    {
    }

    public void TookEffect(string call)
    {
    }

    public void Answered(string call, bool succeeded)
    {
    }
}
