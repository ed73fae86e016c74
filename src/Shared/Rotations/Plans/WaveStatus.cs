namespace TenantTokens.Rotations.Plans;

/// <summary>Whether a wave still sends: the one row that is read just before each send. Changes by addition only.</summary>
/// <param name="Stopped">True when nothing new is sent.</param>
/// <param name="Failures">How many targets failed since this round began.</param>
/// <param name="Limit">How many may; one more stops the wave.</param>
/// <param name="Round">How often the wave was begun: after a retry or a pause it begins again.</param>
public sealed record WaveStatus(bool Stopped, int Failures = 0, int Limit = int.MaxValue, int Round = 0);
