namespace TenantTokens.Simulation.World;

/// <summary>Hears what passes between a process and the world.</summary>
internal interface IWireListener
{
    /// <summary>A call will fail.</summary>
    void Fated(string call, CallFate fate);

    /// <summary>A call is about to have its effect.</summary>
    void Arriving(string call, HttpRequestMessage request, byte[] body);

    /// <summary>A start, finish or cancel has changed the environment.</summary>
    void TookEffect(string call);

    /// <summary>It has been answered, as a success or not.</summary>
    void Answered(string call, bool succeeded);
}
