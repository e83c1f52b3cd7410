# What `cmake --install` puts in place, and the package that find_package(didv) reads.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/didv)

install(TARGETS didv EXPORT didv INCLUDES DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(DIRECTORY ${PROJECT_SOURCE_DIR}/include/didv TYPE INCLUDE FILES_MATCHING PATTERN "*.hpp")
install(FILES ${didv_generated_include}/didv/models.hpp DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/didv)
install(EXPORT didv NAMESPACE didv:: FILE didvTargets.cmake DESTINATION ${package_dir})
install(FILES ${PROJECT_SOURCE_DIR}/LICENSE TYPE DOC)

configure_package_config_file(${PROJECT_SOURCE_DIR}/cmake/didvConfig.cmake.in didvConfig.cmake
                              INSTALL_DESTINATION ${package_dir})
write_basic_package_version_file(didvConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/didvConfig.cmake ${CMAKE_CURRENT_BINARY_DIR}/didvConfigVersion.cmake
        DESTINATION ${package_dir})

if(TARGET didv_cli)
  file(RELATIVE_PATH to_library ${CMAKE_INSTALL_FULL_BINDIR} ${CMAKE_INSTALL_FULL_LIBDIR})
  set_target_properties(didv_cli PROPERTIES INSTALL_RPATH $ORIGIN/${to_library})
  install(TARGETS didv_cli)
endif()
