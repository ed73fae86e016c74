namespace TenantTokens.Simulator;

/// <summary>The options of a world. The same options give the same machines, names and tokens.</summary>
public sealed record WorldOptions
{
    /// <summary>The fewest machines of a world.</summary>
    public const int MinMachines = 4;

    /// <summary>The most machines when they are models.</summary>
    public const int MaxModels = 20_000;

    /// <summary>The most machines when they are trees of files.</summary>
    public const int MaxTrees = 2_000;

    /// <summary>The number of machines that Azure knows: 4 to 2,000, or to 20,000 with <see cref="Models"/>. Default 12.</summary>
    public int Machines { get; init; } = 12;

    /// <summary>Decides every name, token and duration that is not given. Default 1.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>The port on 127.0.0.1; 0 takes a free one. Default 0.</summary>
    public int Port { get; init; }

    /// <summary>
    /// Real seconds per simulated second. All waits of the world and of the written policy are the documented ones times this. Default
    /// 1/90.
    /// </summary>
    public double TimeScale { get; init; } = 1.0 / 90;

    /// <summary>
    /// Whether machines are models in memory: no trees, no processes, and no minimum in real time for any wait. Default false: trees of
    /// real files, whose scripts run under bash.
    /// </summary>
    public bool Models { get; init; }

    /// <summary>
    /// Whether to add a mixture of faults, chosen by the seed, that a rotation must survive and complete; <see
    /// cref="SimulatedWorld.RotationJson"/> names what they leave unreachable. Default false.
    /// </summary>
    public bool SomeFaults { get; init; }

    /// <summary>
    /// The number of Dynatrace environments to rotate, 1 to 3; default 1. The second shares the first pair of ActiveGates with the first
    /// and needs 8 machines; the third has the last pair for itself and needs 16.
    /// </summary>
    public int Environments { get; init; } = 1;

    /// <summary>
    /// The longest script that a run command accepts, in characters; null, the default, for no limit. Azure documents none.
    /// </summary>
    public int? MaxScriptLength { get; init; }

    /// <summary>Whether to keep every request for <see cref="SimulatedWorld.Requests"/>. Default false.</summary>
    public bool KeepsRequests { get; init; }

    /// <summary>The directory for the machines' trees and ca.pem; created if it is missing.</summary>
    public required string Directory { get; init; }

    /// <summary>The clock of the whole world. Scripts run in real time even so. Default: the system's.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
