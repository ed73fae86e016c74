using TenantTokens.Configuration.Options;
using TenantTokens.Configuration.Values;

namespace TenantTokens.Configuration.Reading;

/// <summary>The approvals section.</summary>
internal sealed partial class ConfigurationReader
{
    private static readonly TimeSpan _shortestPause = TimeSpan.FromMilliseconds(10);

    private static ApprovalOptions ReadApprovals(ConfigurationSection section)
    {
        ConfigurationSection start = section.Section("start");
        ConfigurationSection finish = section.Section("finish");
        ConfigurationSection whenFailed = section.Section("continue");
        ConfigurationSection cancel = section.Section("cancel");
        ConfigurationSection simulated = section.Section("simulatedApprover");
        ApprovalOptions byDefault = new();
        ApprovalOptions options = new()
        {
            Start = ReadStartGate(start),
            Finish = new FinishGateOptions
            {
                Quorum = finish.Integer("quorum", byDefault: 1, least: 1, most: 100),
                Approvers = finish.Names("approvers"),
            },
            Reminder = section.Duration("reminder", byDefault.Reminder, _shortestPause, TimeSpan.FromDays(7)),
            EscalateAfter = section.Duration("escalateAfter", byDefault.EscalateAfter, _shortestPause, TimeSpan.FromDays(30)),
            Deadline = section.Duration("deadline", byDefault.Deadline, _shortestPause, TimeSpan.FromDays(90)),
            Escalation = section.Names("escalation"),
            Addresses = section.Addresses("addresses"),
            Continue = ReadVoters(whenFailed),
            Cancel = ReadVoters(cancel),
            SimulatedApprover = ReadSimulatedApprover(simulated),
        };
        start.End();
        finish.End();
        section.End();
        CheckQuorum(start, options, options.Start.Quorum, options.Start.Approvers, IsSaid(start));
        CheckQuorum(whenFailed, options, options.Continue.Quorum, options.Continue.Approvers, IsSaid(whenFailed));
        CheckQuorum(finish, options, options.Finish.Quorum, options.Finish.Approvers, finish.IsPresent);
        CheckQuorum(cancel, options, options.Cancel.Quorum, options.Cancel.Approvers, IsSaid(cancel));
        return options;
    }

    private static bool IsSaid(ConfigurationSection section) => section.Has("quorum") || section.Has("approvers");

    /// <summary>Nobody here knows how many people a group has.</summary>
    private static void CheckQuorum(ConfigurationSection section, ApprovalOptions options, int? quorum, IReadOnlyList<string>? own, bool isSaid)
    {
        IReadOnlyList<string> approvers = options.Approvers(own);
        int voters = approvers.Count; // no two are the same: Names has seen to it, and so does the one of the simulated approver
        if (isSaid && (quorum ?? options.Finish.Quorum) > voters && !approvers.Any(static name => name.StartsWith(ApprovalOptions.GroupPrefix, StringComparison.OrdinalIgnoreCase)))
        {
            section.Problem("quorum", $"must be at most the number of approvers, which is {voters}.");
        }

        foreach (string[] one in section.IsPresent ? SharedAddresses(options, approvers) : [])
        {
            section.Problem("approvers", $"names one mail address {one.Length} times ({string.Join(", ", one)}): whoever reads its mail would count as {one.Length} approvers.");
        }
    }

    // A link that comes by mail is all that it takes to decide.
    private static IEnumerable<string[]> SharedAddresses(ApprovalOptions options, IReadOnlyList<string> approvers)
        => approvers
            .GroupBy(name => options.Addresses.TryGetValue(name, out string? address) ? address : name, StringComparer.OrdinalIgnoreCase)
            .Select(static group => group.ToArray())
            .Where(static names => names.Length > 1);

    private static StartGateOptions ReadStartGate(ConfigurationSection section) => new()
    {
        Required = section.Boolean("required", byDefault: false),
        Quorum = ReadQuorum(section),
        Approvers = ReadApprovers(section),
    };

    private static GateVoterOptions ReadVoters(ConfigurationSection section)
    {
        GateVoterOptions options = new() { Quorum = ReadQuorum(section), Approvers = ReadApprovers(section) };
        section.End();
        return options;
    }

    private static int? ReadQuorum(ConfigurationSection section) => section.Has("quorum") ? section.Integer("quorum", byDefault: 1, least: 1, most: 100) : section.Absent<int?>("quorum");

    private static IReadOnlyList<string>? ReadApprovers(ConfigurationSection section)
        => section.Has("approvers") ? section.Names("approvers") : section.Absent<IReadOnlyList<string>>("approvers");

    private static SimulatedApproverOptions? ReadSimulatedApprover(ConfigurationSection section)
    {
        string? name = section.Text("name", PersonName.IsValid, $"a {PersonName.Allowed}", required: true);
        IReadOnlyList<string> accepts = section.Texts("accepts", static value => value.Contains('/', StringComparison.Ordinal), "target as component/machine, such as oneagent/vm-07");
        section.End();
        return section.IsPresent && name is not null ? new SimulatedApproverOptions { Name = PersonName.Normalize(name), Accepts = accepts } : null;
    }

    private static bool IsName(string value) => value.Trim().Length is > 0 and <= 200;
}
