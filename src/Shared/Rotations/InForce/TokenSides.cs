using System.Globalization;
using TenantTokens.Dynatrace;
using TenantTokens.Fleet.Targets;

namespace TenantTokens.Rotations.InForce;

/// <summary>
/// Counts how many hosts with the old and with the new token are online. Connection info does not show which of the two is still valid.
/// </summary>
public sealed class TokenSides(TargetLedger targets, DynatraceEnvironments environments, TimeProvider time)
{
    /// <summary>Describes the counts in a sentence, or says why they are not known.</summary>
    public async Task<string> DescribeAsync(RotationRecord rotation, CancellationToken cancellationToken)
    {
        try
        {
            HashSet<string> online = await AgentsOnline.ReadAsync(environments.For(rotation.EnvironmentId).Inventory, cancellationToken);
            return Describe(await targets.ListAsync(rotation.RotationId, cancellationToken), online, time.GetUtcNow());
        }
        catch (Exception exception) when (exception is DynatraceApiException or DynatraceAccessDeniedException)
        {
            return $"Which hosts are online cannot be read: {exception.Message}";
        }
    }

    /// <summary>Describes the counts in a sentence.</summary>
    /// <param name="fleet">The rotation's targets.</param>
    /// <param name="online">The ids of the agents that are online.</param>
    /// <param name="now">When they were online (UTC).</param>
    public static string Describe(IReadOnlyList<TargetRecord> fleet, IReadOnlySet<string> online, DateTimeOffset now)
    {
        TargetRecord[] known = [.. fleet.Where(static target => target is { AgentId: not null, State: not TargetState.SelfRotating })];
        TargetRecord[] onNew = [.. known.Where(static target => target.IsOnNewToken)];
        TargetRecord[] onOld = [.. known.Where(static target => !target.IsOnNewToken && !target.MayBeOnNewToken)];
        string other = known.Length == onNew.Length + onOld.Length
            ? ""
            : string.Create(
                CultureInfo.InvariantCulture,
                $" For {known.Length - onNew.Length - onOld.Length} more, the token is not known.");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Online at {now.UtcDateTime:yyyy-MM-dd HH:mm'Z'}: {Count(onNew)} on the new token, {Count(onOld)} on the old one.{other}");

        string Count(TargetRecord[] some)
            => string.Create(CultureInfo.InvariantCulture, $"{some.Count(target => online.Contains(target.AgentId!))} of {some.Length}");
    }
}
