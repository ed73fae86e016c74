using TenantTokens.Notifications;

namespace TenantTokens.Rotations.Activities;

/// <summary>What to tell people of.</summary>
/// <param name="RotationId">The rotation.</param>
/// <param name="Kind">The moment.</param>
public sealed record NotifyInput(string RotationId, NotificationKind Kind);
