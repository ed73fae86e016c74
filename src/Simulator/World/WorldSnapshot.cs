namespace TenantTokens.Simulator;

/// <summary>The true state of the world, as only the simulator can know it. It contains fingerprints, never a token.</summary>
/// <param name="Calls">The token calls over HTTP that took effect.</param>
/// <param name="Requests">The token calls over HTTP that were received, whatever their outcome.</param>
/// <param name="RequestCount">The number of requests received, without those to /world.</param>
/// <param name="Held">The number of requests that are held without an answer now.</param>
/// <param name="Heartbeats">The outcomes of the agents' data.</param>
/// <param name="Environments">The Dynatrace environments.</param>
/// <param name="Machines">The machines, ordered by name.</param>
/// <param name="Notifications">The cards in the Teams channel, oldest first.</param>
public sealed record WorldSnapshot(
    CallCounts Calls,
    CallCounts Requests,
    long RequestCount,
    int Held,
    HeartbeatCounts Heartbeats,
    IReadOnlyList<EnvironmentSnapshot> Environments,
    IReadOnlyList<MachineSnapshot> Machines,
    IReadOnlyList<NotificationSnapshot> Notifications)
{
    /// <summary>The run commands on machines now.</summary>
    public RunCommandCounts RunCommands { get; init; } = new(0, 0);
}
