using System.Security.Cryptography;
using System.Text;
using TenantTokens.Fleet.Targets;
using TenantTokens.Machines;

namespace TenantTokens.Rotations.Plans;

/// <summary>
/// What an approval is bound to: environment, targets, waves, policy and host scripts. Not power states, times or counts, nor what is gone.
/// Of the machines that no agent claims only the bound of their count: whether one was looked into is up to its power state.
/// </summary>
public static class PlanHash
{
    /// <summary>How many hex digits a hash has.</summary>
    public const int Length = 16;

    /// <summary>The first 16 hex digits of a SHA-256.</summary>
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

    /// <summary>True for what can be a plan hash.</summary>
    public static bool IsOne(string text) => text.Length == Length && text.All(char.IsAsciiHexDigitLower);
}
