using System.Text.Json;
using TenantTokens.Fleet.Targets;
using TenantTokens.Machines;

namespace TenantTokens.Rotations.Plans;

/// <summary>Describes the changes between two plans in sentences. A pure function.</summary>
public static class PlanDifference
{
    private const int MaxNames = 10;

    /// <summary>Compares two plans with their targets.</summary>
    public static IReadOnlyList<string> Between(
        PlanShape before,
        IEnumerable<TargetRecord> targetsBefore,
        PlanShape now,
        IEnumerable<TargetRecord> targetsNow)
    {
        Dictionary<string, string> old = targetsBefore.Where(static target => !UnclaimedMachines.IsLine(target))
            .ToDictionary(static target => target.TargetId, static target => target.Name);
        Dictionary<string, string> fresh = targetsNow.Where(static target => !UnclaimedMachines.IsLine(target))
            .ToDictionary(static target => target.TargetId, static target => target.Name);
        List<string> changes =
        [
            .. before.EnvironmentId == now.EnvironmentId ? [] : new[] { $"environment: {before.EnvironmentId} became {now.EnvironmentId}" },
            .. Named("added", [.. fresh.Where(target => !old.ContainsKey(target.Key)).Select(static target => target.Value)]),
            .. Named("removed", [.. old.Where(target => !fresh.ContainsKey(target.Key)).Select(static target => target.Value)]),
            .. before.Unclaimed == now.Unclaimed
                ? []
                : new[] { $"machines that no agent claims: up to {before.Unclaimed} became up to {now.Unclaimed}" },
            .. Waves(before, now),
            .. Policy(before.Policy, now.Policy),
            .. before.Scripts == now.Scripts ? [] : new[] { $"host scripts: {before.Scripts} became {now.Scripts}" },
        ];
        return changes.Count > 0 ? changes : ["the order of the targets in the waves (pools or reachable machines changed)"];
    }

    private static IEnumerable<string> Named(string what, IReadOnlyCollection<string> names)
        => names.Count == 0
            ? []
            : [
                $"{names.Count} targets {what}:"
                    + $" {string.Join(", ", names.Order(StringComparer.Ordinal).Take(MaxNames))}"
                    + $"{(names.Count > MaxNames ? $" and {names.Count - MaxNames} more" : "")}",
            ];

    private static IEnumerable<string> Waves(PlanShape before, PlanShape now)
        => from component in ComponentOrder.ActiveGatesFirst
           let old = Sizes(before, component)
           let fresh = Sizes(now, component)
           where old != fresh
           select $"waves of {component}s: {old} became {fresh}";

    private static string Sizes(PlanShape shape, Component component)
        => string.Join(" + ", shape.Waves.Where(wave => wave.Component == component).Select(static wave => wave.Targets))
            is { Length: > 0 } sizes
            ? sizes
            : "none";

    private static IEnumerable<string> Policy(string before, string now)
    {
        using JsonDocument old = JsonDocument.Parse(before);
        using JsonDocument fresh = JsonDocument.Parse(now);
        Dictionary<string, string> was = Values(old.RootElement, "policy")
            .ToDictionary(static value => value.Path, static value => value.Text);
        Dictionary<string, string> becomes = Values(fresh.RootElement, "policy")
            .ToDictionary(static value => value.Path, static value => value.Text);
        return
        [
            .. was.Keys.Union(becomes.Keys).Order(StringComparer.Ordinal)
                .Where(path => was.GetValueOrDefault(path) != becomes.GetValueOrDefault(path))
                .Select(path => $"{path}: {was.GetValueOrDefault(path, "not set")} became {becomes.GetValueOrDefault(path, "not set")}"),
        ];
    }

    private static IEnumerable<(string Path, string Text)> Values(JsonElement element, string path)
        => element.ValueKind is JsonValueKind.Object
            ? element.EnumerateObject().SelectMany(property => Values(property.Value, $"{path}.{property.Name}"))
            : [(path, element.ToString())];
}
