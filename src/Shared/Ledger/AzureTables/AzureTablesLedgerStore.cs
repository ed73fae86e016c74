using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;

namespace TenantTokens.Ledger.AzureTables;

/// <summary>
/// The ledger in one table of Azure Table storage, that any number of processes may read and write. A commit is an entity group
/// transaction: one partition, at most 100 entities, all or none
/// (https://learn.microsoft.com/rest/api/storageservices/performing-entity-group-transactions).
/// </summary>
public sealed class AzureTablesLedgerStore(TableServiceClient service, string table = AzureTablesLedgerStore.DefaultTable) : ILedgerStore
{
    /// <summary>The default name of the table.</summary>
    public const string DefaultTable = "ledger";

    private readonly TableClient _table = service.GetTableClient(table);
    private volatile bool _isThere;

    /// <inheritdoc />
    public string Place => $"table '{table}' of {_table.Uri.Authority}";

    /// <inheritdoc />
    /// <remarks>The service gives entities in the order of their keys, in pages of 1,000.</remarks>
    public async IAsyncEnumerable<(string Partition, LedgerRow Row)> ReadAllAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await EnsureTableAsync(cancellationToken);
        await foreach (TableEntity entity in _table.QueryAsync<TableEntity>(cancellationToken: cancellationToken))
        {
            yield return (entity.PartitionKey, LedgerEntity.ToRow(entity));
        }
    }

    /// <inheritdoc />
    public async Task<LedgerRow?> GetAsync(string partition, string key, CancellationToken cancellationToken)
    {
        if (!LedgerCommitRules.IsKey(partition) || !LedgerCommitRules.IsKey(key))
        {
            return null; // no row can have this key, and the service would refuse or misread it
        }

        await EnsureTableAsync(cancellationToken);
        return await FindAsync(partition, key, cancellationToken) is { } entity ? LedgerEntity.ToRow(entity) : null;
    }

    /// <inheritdoc />
    /// <remarks>Read in pages of 1,000; rows written meanwhile may or may not be seen.</remarks>
    public async IAsyncEnumerable<LedgerRow> QueryAsync(
        string partition,
        string keyPrefix,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (LedgerEntity.Filter(partition, keyPrefix) is not { } filter)
        {
            yield break;
        }

        await EnsureTableAsync(cancellationToken);
        await foreach (TableEntity entity in _table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
        {
            yield return LedgerEntity.ToRow(entity);
        }
    }

    /// <inheritdoc />
    public async Task<bool> TryCommitAsync(string partition, IReadOnlyList<LedgerWrite> writes, CancellationToken cancellationToken)
    {
        LedgerCommitRules.ThrowIfBroken(partition, writes);
        await EnsureTableAsync(cancellationToken);
        string commit = Guid.CreateVersion7().ToString("N");
        TableTransactionAction[] actions = [.. writes.Select(write => LedgerEntity.ToAction(partition, write, commit))];
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            await _table.SubmitTransactionAsync(actions, CancellationToken.None); // cancelled halfway, its outcome would be unknown
            return true;
        }
        catch (RequestFailedException exception) when (IsRefusal(exception))
        {
            return await IsCommittedAsync(partition, writes, commit);
        }
    }

    /// <summary>
    /// Whether the answer means that a condition did not hold. The other answers with these status codes (no such table, a table being
    /// deleted) are outages: as "false" they would look like another process's write, and the caller would try for ever.
    /// </summary>
    private static bool IsRefusal(RequestFailedException exception)
        => exception.Status is 404 or 409 or 412
            && (exception.ErrorCode == TableErrorCode.EntityAlreadyExists
                || exception.ErrorCode == TableErrorCode.EntityNotFound
                || exception.ErrorCode == TableErrorCode.ResourceNotFound
                || exception.ErrorCode == TableErrorCode.UpdateConditionNotSatisfied
                || exception.ErrorCode == "ConditionNotMet");

    /// <summary>
    /// Whether this commit took effect although it was refused. The client repeats a request whose answer was lost; if the first one took
    /// effect, the second collides with its rows.
    /// </summary>
    private async Task<bool> IsCommittedAsync(string partition, IReadOnlyList<LedgerWrite> writes, string commit)
        => writes.FirstOrDefault(static write => write is not LedgerWrite.Delete) is { } written
            && await FindAsync(partition, written.Key, CancellationToken.None) is { } entity
            && LedgerEntity.IsOf(entity, commit);

    private async Task<TableEntity?> FindAsync(string partition, string key, CancellationToken cancellationToken)
        => await _table.GetEntityIfExistsAsync<TableEntity>(partition, key, cancellationToken: cancellationToken)
            is { HasValue: true, Value: { } entity }
            ? entity
            : null;

    private async Task EnsureTableAsync(CancellationToken cancellationToken)
    {
        if (!_isThere)
        {
            await _table.CreateIfNotExistsAsync(cancellationToken); // two processes may do this at once
            _isThere = true;
        }
    }
}
