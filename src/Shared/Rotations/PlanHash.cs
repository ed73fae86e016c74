using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using TenantTokens.Configuration;
using TenantTokens.Durable;
using TenantTokens.Fleet;
using TenantTokens.RunCommand;

namespace TenantTokens.Rotations;

/// <summary>What an approval is bound to: environment, targets, waves, policy and host scripts. Not power states, times or counts.</summary>
public static class PlanHash
{
    /// <summary>The first 16 hex digits of a SHA-256.</summary>
    public static string Of(string environmentId, PolicyOptions policy, IEnumerable<TargetRecord> targets, IEnumerable<(Component Component, IReadOnlyList<TargetRecord> Members)> waves)
    {
        StringBuilder text = new();
        text.Append(environmentId).Append('\n').Append(HostScripts.Hash).Append('\n').Append(JsonSerializer.Serialize(policy, DurableJson.Options)).Append('\n');
        text.AppendJoin('\n', targets.Select(static target => target.TargetId).Order(StringComparer.Ordinal)).Append('\n');
        foreach ((Component component, IReadOnlyList<TargetRecord> members) in waves)
        {
            text.Append(component).Append(':').AppendJoin(',', members.Select(static target => target.TargetId)).Append('\n');
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..16];
    }
}
