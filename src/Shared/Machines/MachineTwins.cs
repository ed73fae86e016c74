namespace TenantTokens.Machines;

/// <summary>
/// Finds rows that are the same machine: a row that is on two pages, and an Azure VM with an Arc agent inside. Only ids and UUIDs count,
/// never names.
/// </summary>
public static class MachineTwins
{
    /// <summary>Returns each machine once. A VM replaces its Arc twin and names it in <see cref="Machine.ArcTwin"/>.</summary>
    public static IReadOnlyList<Machine> Join(IEnumerable<Machine> rows)
    {
        Machine[] all = [.. rows.DistinctBy(static row => row.ResourceId, StringComparer.OrdinalIgnoreCase)];
        ILookup<string, Machine> guests = all.Where(static machine => machine.Kind is MachineKind.Arc)
            .SelectMany(Keys)
            .ToLookup(static key => key.Key, static key => key.Machine);
        Dictionary<string, string> twins = []; // from a VM's id to the id of its Arc twin
        foreach (Machine vm in all.Where(static machine => machine.Kind is MachineKind.VirtualMachine))
        {
            Machine[] found = [.. Keys(vm).SelectMany(key => guests[key.Key]).Distinct()];
            if (found is [var only])
            {
                twins[vm.ResourceId] = only.ResourceId;
            }
        }

        // Two VMs with the UUID of one Arc machine are copies. It is not known which of them the agent is in, so the Arc machine stays.
        HashSet<string> joined =
        [
            .. twins.Values.GroupBy(static id => id).Where(static claims => claims.Count() == 1).Select(static claims => claims.Key),
        ];
        return WithUniqueIds(
        [
            .. all
                .Where(machine => !joined.Contains(machine.ResourceId))
                .Select(machine => twins.TryGetValue(machine.ResourceId, out string? twin) && joined.Contains(twin)
                    ? machine with { ArcTwin = twin }
                    : machine),
        ]);
    }

    /// <summary>Removes ids that two machines share: they identify neither of them.</summary>
    private static Machine[] WithUniqueIds(Machine[] machines)
    {
        HashSet<string> shared = new(
            machines.Select(static machine => machine.VmId)
                .OfType<string>()
                .GroupBy(static id => id, StringComparer.OrdinalIgnoreCase)
                .Where(static ids => ids.Count() > 1)
                .Select(static ids => ids.Key),
            StringComparer.OrdinalIgnoreCase);
        return shared.Count == 0
            ? machines
            : [.. machines.Select(machine => machine.VmId is { } id && shared.Contains(id) ? machine with { VmId = null } : machine)];
    }

    private static IEnumerable<(string Key, Machine Machine)> Keys(Machine machine)
        => new[] { machine.VmId, machine.Uuid }.SelectMany(Spellings).Distinct().Select(key => (key, machine));

    /// <summary>Returns both spellings of a UUID: firmware reports its first three parts in either byte order.</summary>
    private static IEnumerable<string> Spellings(string? text)
    {
        if (Guid.TryParse(text, out Guid uuid) && uuid != Guid.Empty)
        {
            yield return uuid.ToString("N");
            yield return new Guid(uuid.ToByteArray(), bigEndian: true).ToString("N");
        }
    }
}
