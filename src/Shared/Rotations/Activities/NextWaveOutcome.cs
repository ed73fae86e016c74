namespace TenantTokens.Rotations.Activities;

/// <summary>The wave that is next.</summary>
/// <param name="Number">Its number; null when none is left.</param>
/// <param name="IsCanary">True for the first of its component.</param>
/// <param name="IsLast">True when no other of its component is left.</param>
public sealed record NextWaveOutcome(int? Number, bool IsCanary, bool IsLast)
{
    /// <summary>True when its one host must be seen online before others follow.</summary>
    public bool MustBeSeen { get; init; }
}
