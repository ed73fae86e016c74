namespace TenantTokens.Configuration;

/// <summary>The approvals section.</summary>
internal sealed partial class ConfigurationReader
{
    private static readonly TimeSpan _shortestPause = TimeSpan.FromMilliseconds(10);

    private static ApprovalOptions ReadApprovals(ConfigurationSection section)
    {
        ConfigurationSection start = section.Section("start");
        ConfigurationSection finish = section.Section("finish");
        ConfigurationSection simulated = section.Section("simulatedApprover");
        ApprovalOptions byDefault = new();
        ApprovalOptions options = new()
        {
            Start = new StartGateOptions { Required = start.Boolean("required", byDefault: false) },
            Finish = new FinishGateOptions
            {
                Quorum = finish.Integer("quorum", byDefault: 1, least: 1, most: 100),
                Approvers = finish.Texts("approvers", IsName, "name of 1 to 200 characters"),
            },
            Reminder = section.Duration("reminder", byDefault.Reminder, _shortestPause, TimeSpan.FromDays(7)),
            EscalateAfter = section.Duration("escalateAfter", byDefault.EscalateAfter, _shortestPause, TimeSpan.FromDays(30)),
            Deadline = section.Duration("deadline", byDefault.Deadline, _shortestPause, TimeSpan.FromDays(90)),
            Escalation = section.Texts("escalation", IsName, "name of 1 to 200 characters"),
            Addresses = section.Addresses("addresses", IsName),
            SimulatedApprover = ReadSimulatedApprover(simulated),
        };
        start.End();
        finish.End();
        section.End();
        int voters = options.Finish.Approvers.Append(options.SimulatedApprover?.Name).Where(static name => name is not null).Distinct(StringComparer.OrdinalIgnoreCase).Count();
        if (finish.IsPresent && options.Finish.Quorum > voters)
        {
            finish.Problem("quorum", $"must be at most the number of approvers, which is {voters}.");
        }

        return options;
    }

    private static SimulatedApproverOptions? ReadSimulatedApprover(ConfigurationSection section)
    {
        string? name = section.Text("name", IsName, "a name of 1 to 200 characters", required: true);
        IReadOnlyList<string> accepts = section.Texts("accepts", static value => value.Contains('/', StringComparison.Ordinal), "target as component/machine, such as oneagent/vm-07");
        section.End();
        return section.IsPresent && name is not null ? new SimulatedApproverOptions { Name = name, Accepts = accepts } : null;
    }

    private static bool IsName(string value) => value.Trim().Length is > 0 and <= 200;
}
