using System.Globalization;
using TenantTokens.Configuration.Options;
using TenantTokens.Configuration.Values;

namespace TenantTokens.Configuration.Reading;

/// <summary>The parts of the policy that shape waves: sizes, budgets, stragglers and what an emergency changes.</summary>
internal sealed partial class ConfigurationReader
{
    private static ComponentPolicyOptions ReadComponent(ConfigurationSection section)
    {
        ComponentPolicyOptions byDefault = new();
        ComponentPolicyOptions options = new()
        {
            Canary = section.Integer("canary", byDefault.Canary, 1, 1000),
            CanaryTag = section.Text("canaryTag", IsTag, "a tag as name=value"),
            Percentages = section.Percentages("percentages", byDefault.Percentages),
            MaxInFlight = section.Has("maxInFlight") ? section.Integer("maxInFlight", 1, 1, 10_000) : section.Absent<int?>("maxInFlight"),
        };
        section.End();
        return options;
    }

    private static FailureBudgetOptions ReadFailureBudget(ConfigurationSection section)
    {
        FailureBudgetOptions byDefault = new();
        FailureBudgetOptions options = new()
        {
            Wave = ReadBudget(section, "wave", byDefault.Wave),
            Run = ReadBudget(section, "run", byDefault.Run),
            CountUnreachable = section.Boolean("countUnreachable", byDefault.CountUnreachable),
        };
        section.End();
        return options;
    }

    private static StragglerOptions ReadStragglers(ConfigurationSection section)
    {
        StragglerOptions byDefault = new();
        StragglerOptions options = new()
        {
            FirstRound = section.Duration("firstRound", byDefault.FirstRound, TimeSpan.FromMilliseconds(10), TimeSpan.FromDays(1)),
            LongestPause = section.Duration("longestPause", byDefault.LongestPause, TimeSpan.FromMilliseconds(10), TimeSpan.FromDays(7)),
            Sweep = section.Duration("sweep", byDefault.Sweep, TimeSpan.Zero, TimeSpan.FromDays(90)),
        };
        section.End();
        if (options.LongestPause < options.FirstRound)
        {
            section.Problem("longestPause", $"is {options.LongestPause:c} and must be at least firstRound, which is {options.FirstRound:c}.");
        }

        return options;
    }

    private static EmergencyOptions ReadEmergency(ConfigurationSection section)
    {
        EmergencyOptions byDefault = new();
        TimeSpan week = TimeSpan.FromDays(7);
        EmergencyOptions options = new()
        {
            GateSoak = section.Has("gateSoak") ? section.Duration("gateSoak", TimeSpan.Zero, TimeSpan.Zero, week) : section.Absent<TimeSpan?>("gateSoak"),
            Soak = section.Duration("soak", byDefault.Soak, TimeSpan.Zero, week),
            Percentages = section.Percentages("percentages", byDefault.Percentages),
            FinishWithoutApproval = section.Boolean("finishWithoutApproval", byDefault.FinishWithoutApproval),
        };
        section.End();
        return options;
    }

    private static FailureBudget ReadBudget(ConfigurationSection section, string name, FailureBudget byDefault)
        => section.Text(name, static text => FailureBudget.TryParse(text, out _), FailureBudget.Allowed) is { } text && FailureBudget.TryParse(text, out FailureBudget budget) ? budget : byDefault;

    private static void CheckWaveCap(ConfigurationSection policy, string component, ComponentPolicyOptions options, PolicyOptions all)
    {
        if (options.MaxInFlight > all.MaxInFlight)
        {
            policy.Problem(component, string.Create(CultureInfo.InvariantCulture, $"maxInFlight is {options.MaxInFlight} and must be at most policy.maxInFlight, which is {all.MaxInFlight}."));
        }
    }

    private static bool IsTag(string value) => value.IndexOf('=', StringComparison.Ordinal) is > 0 and <= 512 && value.Length <= 768;
}
