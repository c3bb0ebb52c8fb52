#include "platform/store/sqlite_fault_vfs.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <cerrno>

namespace bw::store {
namespace {

// Our part of an open file; SQLite's own follows it in the same memory.
struct File {
    sqlite3_file base;
    faults::Faults* faults;
};

sqlite3_file* real(sqlite3_file* file) {
    return reinterpret_cast<sqlite3_file*>(reinterpret_cast<File*>(file) + 1);
}
const sqlite3_io_methods* methods(sqlite3_file* file) { return real(file)->pMethods; }
faults::Faults* faults_of(sqlite3_file* file) { return reinterpret_cast<File*>(file)->faults; }

// In two halves, where a test may end the process.
int write(sqlite3_file* f, const void* data, int bytes, sqlite3_int64 at) {
    switch (faults::ask(faults_of(f), faults::Operation::Write)) {
        case 0: break;
        case ENOSPC: return SQLITE_FULL;
        default: return SQLITE_IOERR_WRITE;
    }
    const int half = bytes / 2;
    if (half > 0) {
        const int code = methods(f)->xWrite(real(f), data, half, at);
        if (code != SQLITE_OK) return code;
    }
    faults::reach(faults_of(f), "sqlite.written.half");
    return methods(f)->xWrite(real(f), static_cast<const char*>(data) + half, bytes - half,
                              at + half);
}

int sync(sqlite3_file* f, int flags) {
    if (faults::ask(faults_of(f), faults::Operation::Sync) != 0) return SQLITE_IOERR_FSYNC;
    faults::reach(faults_of(f), "sqlite.sync");
    const int code = methods(f)->xSync(real(f), flags);
    if (code == SQLITE_OK) faults::reach(faults_of(f), "sqlite.synced");
    return code;
}

int read(sqlite3_file* f, void* data, int bytes, sqlite3_int64 at) {
    if (faults::ask(faults_of(f), faults::Operation::Read) != 0) return SQLITE_IOERR_READ;
    return methods(f)->xRead(real(f), data, bytes, at);
}

// The rest passes through. Version 2: shared memory (WAL), no mapped pages.
constexpr sqlite3_io_methods kMethods = {
    .iVersion = 2,
    .xClose = [](sqlite3_file* f) { return methods(f)->xClose(real(f)); },
    .xRead = read,
    .xWrite = write,
    .xTruncate = [](sqlite3_file* f, sqlite3_int64 n) { return methods(f)->xTruncate(real(f), n); },
    .xSync = sync,
    .xFileSize = [](sqlite3_file* f,
                    sqlite3_int64* n) { return methods(f)->xFileSize(real(f), n); },
    .xLock = [](sqlite3_file* f, int level) { return methods(f)->xLock(real(f), level); },
    .xUnlock = [](sqlite3_file* f, int level) { return methods(f)->xUnlock(real(f), level); },
    .xCheckReservedLock = [](sqlite3_file* f,
                             int* out) { return methods(f)->xCheckReservedLock(real(f), out); },
    .xFileControl = [](sqlite3_file* f, int op,
                       void* arg) { return methods(f)->xFileControl(real(f), op, arg); },
    .xSectorSize = [](sqlite3_file* f) { return methods(f)->xSectorSize(real(f)); },
    .xDeviceCharacteristics =
        [](sqlite3_file* f) { return methods(f)->xDeviceCharacteristics(real(f)); },
    .xShmMap =
        [](sqlite3_file* f, int page, int size, int extend, void volatile** out) {
            return methods(f)->xShmMap(real(f), page, size, extend, out);
        },
    .xShmLock = [](sqlite3_file* f, int offset, int n,
                   int flags) { return methods(f)->xShmLock(real(f), offset, n, flags); },
    .xShmBarrier = [](sqlite3_file* f) { methods(f)->xShmBarrier(real(f)); },
    .xShmUnmap = [](sqlite3_file* f, int del) { return methods(f)->xShmUnmap(real(f), del); },
    .xFetch = nullptr,
    .xUnfetch = nullptr,
};

sqlite3_vfs* system_vfs() { return sqlite3_vfs_find(nullptr); }

int open_file(sqlite3_vfs* vfs, const char* name, sqlite3_file* f, int flags, int* out_flags) {
    auto* file = reinterpret_cast<File*>(f);
    file->faults = static_cast<faults::Faults*>(vfs->pAppData);
    const int code = system_vfs()->xOpen(system_vfs(), name, real(f), flags, out_flags);
    // SQLite closes a file exactly when it has methods, also after a failed open.
    f->pMethods = real(f)->pMethods != nullptr ? &kMethods : nullptr;
    return code;
}

}  // namespace

FaultVfs::FaultVfs(faults::Faults& faults)
    : name_(fmt::format("billwright-faults-{}", static_cast<void*>(this))),
      vfs_(std::make_unique<sqlite3_vfs>(*system_vfs())) {
    vfs_->szOsFile += static_cast<int>(sizeof(File));
    vfs_->pNext = nullptr;
    vfs_->zName = name_.c_str();
    vfs_->pAppData = &faults;
    vfs_->xOpen = open_file;
    sqlite3_vfs_register(vfs_.get(), 0);
}

FaultVfs::~FaultVfs() { sqlite3_vfs_unregister(vfs_.get()); }

}  // namespace bw::store
