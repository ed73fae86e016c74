using System.Text.Json;
using TenantTokens.Configuration.Options;
using TenantTokens.Durable;
using TenantTokens.Fleet.Targets;
using TenantTokens.Machines;
using TenantTokens.Rotations.Plans;
using TenantTokens.Testing.Builders;

namespace TenantTokens.Shared.Tests.Rotations.Plans;

public sealed class PlanDifferenceTests
{
    private static readonly TargetRecord[] _targets = [Some.Target("a"), Some.Target("b")];

    [Fact]
    public void Targets_are_named_that_came_and_went()
        => Assert.Equal(
            ["1 targets added: oneagent/c", "1 targets removed: oneagent/a"],
            PlanDifference.Between(Shape(), _targets, Shape(), [Some.Target("b"), Some.Target("c")]));

    [Fact]
    public void Many_names_are_cut()
        => Assert.EndsWith(
            "and 2 more",
            PlanDifference.Between(Shape(), [], Shape(), Enumerable.Range(1, 12).Select(static number => Some.Target($"t{number}")))
                .Single(),
            StringComparison.Ordinal);

    [Fact]
    public void Waves_policy_and_script_are_told_with_before_and_after()
        => Assert.Equal(
            [
                "waves of OneAgents: 1 + 1 became 2",
                "policy.kubernetes.held: False became True",
                "policy.soak: 00:05:00 became 00:07:00",
                "host scripts: s1 became s2",
            ],
            PlanDifference.Between(
                Shape(),
                _targets,
                Shape(new() { Soak = TimeSpan.FromMinutes(7), Kubernetes = new() { Held = true } }, 2) with { Scripts = "s2" },
                _targets));

    [Fact]
    public void A_plan_that_differs_in_order_alone_says_so()
        => Assert.Contains("order", PlanDifference.Between(Shape(), _targets, Shape(), _targets).Single(), StringComparison.Ordinal);

    [Theory]
    [InlineData("0123456789abcdef", true)]
    [InlineData("0123456789ABCDEF", false)]
    [InlineData("0123456789abcde", false)]
    [InlineData("0123456789abcdeg", false)]
    [InlineData("", false)]
    public void A_plan_hash_is_told_from_other_words(string text, bool isOne) => Assert.Equal(isOne, PlanHash.IsOne(text));

    [Fact]
    public void The_hash_covers_targets_waves_policy_and_script_and_no_power_state_time_or_count()
    {
        string hash = Hash(Shape(), _targets);
        TargetRecord[] off =
        [
            .. _targets.Select(static target => target with
            {
                State = TargetState.Unreachable,
                LastSeen = Some.Now,
                ConnectedHosts = 7,
                Machine = target.Machine! with { State = "off" },
            }),
        ];
        Assert.Equal(hash, Hash(Shape(), off));
        Assert.Equal(5, new HashSet<string>
        {
            hash,
            Hash(Shape(), [_targets[0]]),
            Hash(Shape(new() { Soak = TimeSpan.Zero }), _targets),
            Hash(Shape() with { Scripts = "s2" }, _targets),
            PlanHash.From(Shape(), _targets, [(Component.OneAgent, [_targets[0]]), (Component.OneAgent, [_targets[1]])]),
        }.Count);
    }

    private static string Hash(PlanShape shape, TargetRecord[] targets) => PlanHash.From(shape, targets, [(Component.OneAgent, targets)]);

    private static PlanShape Shape(PolicyOptions? policy = null, params int[] waves)
        => new(
            "sim00001",
            "s1",
            JsonSerializer.Serialize(policy ?? new(), DurableJson.Options),
            [.. (waves is [] ? [1, 1] : waves).Select(static targets => new PlanShape.Wave(Component.OneAgent, targets))]);
}
