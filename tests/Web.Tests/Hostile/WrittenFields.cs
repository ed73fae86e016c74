using System.Collections;
using System.Reflection;
using TenantTokens.Approvals;
using TenantTokens.Fleet.Matching;
using TenantTokens.Fleet.Targets;
using TenantTokens.Ledger;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Claiming;
using TenantTokens.Rotations.Commands;
using TenantTokens.Rotations.Reading;

namespace TenantTokens.Web.Tests.Hostile;

/// <summary>
/// Every text in the records that are shown: written by people, hosts, Azure or Dynatrace, or made by us alone. A new one is on neither
/// list, and the test fails until it is.
/// </summary>
internal static class WrittenFields
{
    private static readonly Type[] _roots =
    [
        typeof(RotationSnapshot),
        typeof(Vote),
        typeof(AuditEvent),
        typeof(Retirement),
        typeof(OperatorCommand),
        typeof(PlanFinding),
        typeof(ClaimVersion),
    ];

    /// <summary>What others write.</summary>
    public static IReadOnlySet<string> Written { get; } = new HashSet<string>(StringComparer.Ordinal)
    {
        "RotationRecord.RequestKey",
        "RotationRecord.RequestedBy",
        "RotationRecord.AlsoRequestedBy",
        "RotationRecord.Reason",
        "RotationRecord.ClaimHeldBy",
        "RotationRecord.ClaimTakeOver",
        "ParkReason.Message",
        "PlanRecord.Problems",
        "PlanRecord.Warnings",
        "DurationEstimate.Limit",
        "PlanFinding.Target",
        "PlanFinding.Message",
        "TargetRecord.Name",
        "TargetRecord.AgentId",
        "TargetRecord.Pool",
        "TargetRecord.Code",
        "TargetRecord.Message",
        "TargetRecord.Leftovers",
        "TargetRecord.SkippedBy",
        "TargetRecord.Cluster",
        "Machine.Name",
        "Machine.State",
        "Machine.ComputerName",
        "Machine.VmId",
        "Machine.AgentVersion",
        "Machine.Tags",
        "Machine.Uuid",
        "Machine.Addresses",
        "Machine.ArcTwin",
        "MachineObstacle.Message",
        "ProbeRecord.Version",
        "ProbeRecord.HostId",
        "FoundComponent.Code",
        "FoundComponent.Outcome",
        "FoundComponent.Message",
        "FoundComponent.Version",
        "FoundComponent.HostId",
        "StaleProcesses.Names",
        "SendRecord.DeleteProblem",
        "AgentSighting.AgentId",
        "AgentSighting.Version",
        "UnclaimedMachine.Name",
        "UnclaimedMachine.Reason",
        "RunCommandLeft.Machine",
        "RunCommandLeft.Target",
        "RunCommandLeft.Reason",
        "GateRecord.RequestedBy",
        "GateRecord.AlsoRequestedBy",
        "GateRecord.Approvers",
        "GateRecord.Why",
        "GateRecord.NobodyTold",
        "ExceptionItem.Name",
        "ExceptionItem.State",
        "ExceptionItem.Reason",
        "Vote.By",
        "Vote.Comment",
        "Vote.Via",
        "Vote.Subject",
        "Vote.Groups",
        "Vote.Address",
        "AuditEvent.By",
        "AuditEvent.Detail",
        "AuditEvent.Via",
        "AuditEvent.Address",
        "FinishWatch.FirstNames",
        "ChannelState.Problem",
        "Retirement.AgentId",
        "Retirement.Hostname",
        "Retirement.By",
        "Retirement.Reason",
        "OperatorCommand.By",
        "OperatorCommand.Reason",
        "ClaimVersion.RotationId",
        "ClaimVersion.Who",
        "ClaimVersion.Where",
    };

    /// <summary>
    /// Those of them that no row of the ledger has: commands that are left are read off targets, and claims are in the vault.
    /// </summary>
    public static IReadOnlyList<string> NotRows { get; } =
    [
        "ClaimVersion.RotationId",
        "ClaimVersion.Where",
        "ClaimVersion.Who",
        "RunCommandLeft.Machine",
        "RunCommandLeft.Reason",
        "RunCommandLeft.Target",
    ];

    /// <summary>What is ours alone, and why.</summary>
    public static IReadOnlyDictionary<string, string> Ours { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["RotationRecord.RotationId"] = "we make it",
        ["RotationRecord.EnvironmentId"] = "the configuration takes letters and digits only",
        ["RotationRecord.PlanHash"] = "a hash of ours",
        ["RotationRecord.ExpectedPlanHash"] = "sixteen hexadecimal digits, checked where it comes in",
        ["RotationRecord.ClaimVersion"] = "an id of the vault, and never shown",
        ["RotationRecord.AdoptGateId"] = "we make it",
        ["RotationRecord.FinishGateId"] = "we make it",
        ["RotationRecord.CancelGateId"] = "we make it",
        ["RotationRecord.ForeignToken"] = "a fingerprint, which we compute",
        ["RotationRecord.AnsweredForeignToken"] = "a fingerprint, which we compute",
        ["TokenReference.Version"] = "an id of the vault",
        ["TokenReference.Fingerprint"] = "we compute it",
        ["ParkReason.Code"] = "one of our codes",
        ["ParkReason.InForce"] = "a fingerprint, which we compute",
        ["PlanRecord.Hash"] = "a hash of ours",
        ["PlanShape.EnvironmentId"] = "the configuration takes letters and digits only",
        ["PlanShape.Scripts"] = "a hash of ours",
        ["PlanShape.Policy"] = "a hash of ours",
        ["PlanFinding.Code"] = "one of our codes",
        ["TargetRecord.TargetId"] = "we make it",
        ["TargetRecord.NeedsProof"] = "one of our codes",
        ["TargetRecord.CodeBefore"] = "compared with a code, and never shown",
        ["TargetRecord.OtherFingerprint"] = "compared with ours before it is kept, and never shown",
        ["TargetRecord.AcceptedFingerprint"] = "compared with ours before it is kept, and never shown",
        ["Machine.ResourceId"] = "Azure takes no markup in it, and it is part of requests",
        ["Machine.SubscriptionId"] = "an id of Azure",
        ["Machine.ResourceGroup"] = "part of requests",
        ["Machine.Location"] = "part of requests",
        ["Machine.Identity"] = "one of two others",
        ["MachineObstacle.Code"] = "one of our codes",
        ["ProbeRecord.Fingerprint"] = "compared with ours, and never shown",
        ["FoundComponent.Fingerprint"] = "compared with ours, and never shown",
        ["SendRecord.CommandName"] = "we make it",
        ["UnclaimedMachine.Identity"] = "never shown",
        ["UnclaimedMachine.ResourceId"] = "never shown",
        ["GateRecord.GateId"] = "we make it",
        ["GateRecord.PlanHash"] = "a hash of ours",
        ["ExceptionItem.TargetId"] = "we make it",
        ["ExceptionItem.OlderToken"] = "a fingerprint, and never shown",
        ["Vote.PlanHash"] = "compared with ours before the vote is kept",
        ["Vote.Line"] = "a key that we make",
        ["AuditEvent.Code"] = "one of our codes",
        ["AuditEvent.PlanHash"] = "a hash of ours",
        ["WatchQuestion.Code"] = "one of our codes",
        ["ChannelState.Channel"] = "one of our channels",
        ["OperatorCommand.TargetId"] = "we make it",
        ["ClaimVersion.Version"] = "an id of the vault",
        ["ClaimVersion.Copy"] = "compared with ours, and never shown",
    };

    /// <summary>Every text of every record that is reached from what is shown, as Record.Property.</summary>
    public static IReadOnlySet<string> Found()
    {
        HashSet<Type> seen = [];
        HashSet<string> found = new(StringComparer.Ordinal);
        Stack<Type> open = new(_roots);
        while (open.TryPop(out Type? type))
        {
            if (!seen.Add(type))
            {
                continue;
            }

            foreach (PropertyInfo property in PropertiesOf(type))
            {
                Type inner = InnerOf(property.PropertyType);
                if (inner == typeof(string))
                {
                    found.Add($"{type.Name}.{property.Name}");
                }
                else if (inner.Assembly == typeof(RotationRecord).Assembly && inner.IsClass && inner != typeof(Voter))
                {
                    open.Push(inner);
                }
            }
        }

        return found;
    }

    /// <summary>Writes into every such text of a row and of the rows in it. The row is changed in place: it is the caller's own.</summary>
    public static T Fill<T>(T row, HostileKind kind, ISet<string> filled)
        where T : class
    {
        foreach (PropertyInfo property in PropertiesOf(row.GetType()).Where(static property => property.CanWrite))
        {
            string name = $"{row.GetType().Name}.{property.Name}";
            object? value = property.GetValue(row);
            if (Written.Contains(name))
            {
                filled.Add(name);
                string text = kind.Write(MarkOf(name));
                property.SetValue(
                    row,
                    property.PropertyType == typeof(string) ? text : (string[])[.. (IEnumerable<string>?)value ?? [], text]);
            }
            else if (value is IEnumerable rows and not string)
            {
                foreach (object? one in rows)
                {
                    FillOne(one, kind, filled);
                }
            }
            else
            {
                FillOne(value, kind, filled);
            }
        }

        return row;
    }

    /// <summary>What a text is found by: letters and digits, which no encoder changes.</summary>
    public static string MarkOf(string name) => $"Q{name.Replace(".", "Q", StringComparison.Ordinal)}Q";

    private static void FillOne(object? value, HostileKind kind, ISet<string> filled)
    {
        if (value is not null && value.GetType() is { IsClass: true } type && type.Assembly == typeof(RotationRecord).Assembly)
        {
            Fill(value, kind, filled);
        }
    }

    private static IEnumerable<PropertyInfo> PropertiesOf(Type type)
        => type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(static property => property.GetIndexParameters().Length == 0);

    private static Type InnerOf(Type type)
        => type != typeof(string) && type.IsGenericType ? InnerOf(type.GetGenericArguments()[^1]) : type;
}
