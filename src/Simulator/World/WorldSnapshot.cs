namespace TenantTokens.Simulator;

/// <summary>The truth about the world, as only the simulator can know it. Holds fingerprints, never a token.</summary>
/// <param name="Calls">Token calls over HTTP that took effect.</param>
/// <param name="Requests">Token calls over HTTP as received, whatever became of them.</param>
/// <param name="RequestCount">All requests received, those to /world not counted.</param>
/// <param name="Held">Requests that are being held without an answer now.</param>
/// <param name="Heartbeats">What became of the agents' data.</param>
/// <param name="Environments">The Dynatrace environments.</param>
/// <param name="Machines">The machines, in the order of their names.</param>
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
    /// <summary>The run commands that stand on machines now.</summary>
    public RunCommandCounts RunCommands { get; init; } = new(0, 0);
}
