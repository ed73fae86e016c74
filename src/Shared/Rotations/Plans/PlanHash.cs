using System.Security.Cryptography;
using System.Text;
using TenantTokens.Fleet.Targets;
using TenantTokens.Machines;

namespace TenantTokens.Rotations.Plans;

/// <summary>
/// Computes the hash that approvals are bound to, from environment, targets, waves, policy and host scripts. Power states, times, counts
/// and what is gone do not count. Of the machines that no agent claims, only the upper bound of their number counts, because their power
/// state decides whether they could be probed.
/// </summary>
public static class PlanHash
{
    /// <summary>The number of hex digits in a hash.</summary>
    public const int Length = 16;

    /// <summary>Returns the first 16 hex digits of a SHA-256.</summary>
    public static string From(
        PlanShape shape,
        IEnumerable<TargetRecord> targets,
        IEnumerable<(Component Component, IReadOnlyList<TargetRecord> Members)> waves)
    {
        StringBuilder text = new();
        text.Append(shape.EnvironmentId).Append('\n').Append(shape.Scripts).Append('\n').Append(shape.Policy).Append('\n');
        text.AppendJoin(
            '\n',
            targets.Where(static target => !target.IsGone && !UnclaimedMachines.IsLine(target))
                .Select(static target => target.TargetId)
                .Order(StringComparer.Ordinal)).Append('\n');
        foreach ((Component component, IReadOnlyList<TargetRecord> members) in waves)
        {
            text.Append(component).Append(':').AppendJoin(',', members.Select(static target => target.TargetId)).Append('\n');
        }

        if (shape.Unclaimed > 0)
        {
            text.Append("unclaimed:").Append(shape.Unclaimed).Append('\n');
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..Length];
    }

    /// <summary>Whether a text has the form of a plan hash.</summary>
    public static bool IsOne(string text) => text.Length == Length && text.All(char.IsAsciiHexDigitLower);
}
