namespace TenantTokens.Functions.Durable;

/// <summary>
/// Ids of children that nobody gave one: they begin with the id of the instance at the root. Azure Storage ends no children with their
/// parent (https://learn.microsoft.com/azure/azure-functions/durable/durable-functions-instance-management), so those that are left must be
/// found.
/// </summary>
internal static class ChildIds
{
    private const char Mark = '~';
    private const int Digits = 20; // 64 characters of an environment's id and "rotation-" before it: together under 100

    /// <summary>The id of a child.</summary>
    public static string Create(string parentId, Guid number) => $"{PrefixOf(parentId.Split(Mark)[0])}{number.ToString("N")[^Digits..]}";

    /// <summary>What the ids of all that run under an instance begin with.</summary>
    public static string PrefixOf(string rootId) => $"{rootId}{Mark}";
}
