namespace TenantTokens.Rotations.Plans;

/// <summary>Whether a wave still sends; this row is read just before each send. Changes by addition only.</summary>
/// <param name="Stopped">True when nothing new is sent.</param>
/// <param name="Failures">The number of targets that failed since this round began.</param>
/// <param name="Limit">The most failures; one more stops the wave.</param>
/// <param name="Round">How often the wave was begun; it begins again after a retry or a pause.</param>
public sealed record WaveStatus(bool Stopped, int Failures = 0, int Limit = int.MaxValue, int Round = 0);
